/**
 * What was measured in the course of a run, in bounded memory. It must not know what is measured,
 * nor measure anything itself.
 */
package dev.ballast.launcher.timeline;
