/**
 * Words: one file for each command, and how a run is shown on a terminal. It must not do anything
 * that another package could be asked to do.
 */
package dev.ballast.launcher.cli;
