/**
 * Whether the application is still well, as somebody outside sees it. It must not change anything
 * in the target, run a program of its container, nor decide what a failure means for the run.
 */
package dev.ballast.launcher.probe;
