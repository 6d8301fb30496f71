/**
 * One experiment as part of a question: is the application well before, how does it do meanwhile,
 * and is it well again? It must not hold, protect or measure anything itself.
 */
package dev.ballast.launcher.trial;
