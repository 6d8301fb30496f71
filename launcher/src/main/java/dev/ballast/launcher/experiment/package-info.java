/**
 * The story of a run, from the first effect to the last undone. It must not know how anything is
 * shown.
 */
package dev.ballast.launcher.experiment;
