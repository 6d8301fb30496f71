/**
 * Undoes what must not outlive its launcher: a process of its own for each script, which waits for
 * the launcher's end. It must not know what a script undoes.
 */
package dev.ballast.launcher.restore;
