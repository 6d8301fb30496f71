/**
 * What is wanted at each moment of a run, as the user said it: how much, and how that changes over
 * time. Pure: it must not know who brings memory there.
 */
package dev.ballast.launcher.shape;
