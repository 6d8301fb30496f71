/**
 * Which container a process belongs to, as the host's kernel shows it. It must not ask any
 * container engine, and it never guesses between two.
 */
package dev.ballast.launcher.container;
