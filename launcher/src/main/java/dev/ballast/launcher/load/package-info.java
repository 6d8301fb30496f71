/**
 * What presses inside the JVM's own bounds beside the level, as the user said it, and how it was
 * held. Pure: of the page it knows the names of the kinds, and nothing else.
 */
package dev.ballast.launcher.load;
