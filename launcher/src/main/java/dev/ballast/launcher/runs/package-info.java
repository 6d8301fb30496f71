/**
 * The runs of this user on this host, as others than themselves see them: noted, found, ended, sent
 * into the background. It must not change what a run does.
 */
package dev.ballast.launcher.runs;
