package dev.ballast.launcher.experiment;

/** How the part of a run between its first and its last effect ended, and why in words. */
record Ending(Outcome outcome, String reason) {}
