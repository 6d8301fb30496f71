/**
 * What must be undone, written to the host's disk before it is done, so that it can be undone after
 * any death of the launcher. It must not undo anything itself.
 */
package dev.ballast.launcher.journal;
