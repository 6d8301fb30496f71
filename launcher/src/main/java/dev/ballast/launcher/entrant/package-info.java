/**
 * Processes of ours in somebody else's cgroup: how they get in, and how they are ended. What they
 * do there is their starters'.
 */
package dev.ballast.launcher.entrant;
