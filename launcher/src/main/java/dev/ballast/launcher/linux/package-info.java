/**
 * System calls, through JNA, by number: glibc's wrappers would change the credentials of every
 * thread. It must not know what a JVM or a container is.
 */
package dev.ballast.launcher.linux;
