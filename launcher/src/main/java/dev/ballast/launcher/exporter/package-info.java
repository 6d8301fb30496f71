/**
 * The metrics of a run for those who collect them: a file that is kept new, and a port on this
 * host. It must not measure anything, and nobody who measures or holds may wait for it.
 */
package dev.ballast.launcher.exporter;
