/**
 * The only reader of {@code /proc}. It must not judge what it reads; a file that cannot be read is
 * an error and never a number.
 */
package dev.ballast.launcher.proc;
