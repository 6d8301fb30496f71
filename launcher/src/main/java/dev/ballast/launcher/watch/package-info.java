/**
 * What happens to the target and around it, and when a run must end early: the OOM killer's work,
 * told by who died and at whose limit, and the rules that stop a run. It must not act on anything.
 */
package dev.ballast.launcher.watch;
