/**
 * The numbers of the target and of the memory that binds it, ten times a second, from beginning to
 * end of a run. It must not judge them, nor act on anything.
 */
package dev.ballast.launcher.vitals;
