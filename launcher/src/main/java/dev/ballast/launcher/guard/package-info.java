/**
 * Whom the OOM killer may take: lowers the scores of a container or of a process tree, and gives
 * every process its own back. It must never act on the word of what it protects.
 */
package dev.ballast.launcher.guard;
