/**
 * Which JVM: judged from the outside, by what the kernel says of the process. It must not touch the
 * process in any way.
 */
package dev.ballast.launcher.target;
