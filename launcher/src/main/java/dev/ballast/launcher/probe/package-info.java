/**
 * Is the application still well? It looks at it from outside. It must not change anything in the
 * target, nor run a program of its container.
 */
package dev.ballast.launcher.probe;
