/**
 * Lowers the size from which on the kernel slows the target's cgroup down, for the time of a run.
 * It must not overwrite a value that somebody else has set.
 */
package dev.ballast.launcher.squeeze;
