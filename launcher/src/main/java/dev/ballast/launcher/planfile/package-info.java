/**
 * An experiment in a file: from YAML to the options of a command, with the line of every mistake.
 * Knows what options there are only from a {@link Vocabulary}, and starts nothing.
 */
package dev.ballast.launcher.planfile;
