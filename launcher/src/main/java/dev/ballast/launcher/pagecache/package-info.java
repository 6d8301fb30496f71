/**
 * Pressure that the kernel can end by itself: pages of a file that nobody needs, charged to the
 * target's cgroup, and read again when they have been reclaimed.
 */
package dev.ballast.launcher.pagecache;
