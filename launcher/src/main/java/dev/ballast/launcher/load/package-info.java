/**
 * What presses inside the JVM's own bounds beside the level, as the user said it, and how it was
 * held. Pure: it must not know the page through which it is asked for.
 */
package dev.ballast.launcher.load;
