/**
 * The only reader of {@code /sys/fs/cgroup}: memory limits and use, v1 and v2 behind one interface.
 * It must not decide anything, and it never takes an unreadable limit for an absent one.
 */
package dev.ballast.launcher.cgroup;
