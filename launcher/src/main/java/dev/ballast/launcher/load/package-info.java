/**
 * What presses beside the level, inside the JVM's own bounds or on its cgroup, as the user said it,
 * and how it was held. Pure: of the page it knows the names of the kinds, and nothing else.
 */
package dev.ballast.launcher.load;
