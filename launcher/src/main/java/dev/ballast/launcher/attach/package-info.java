/**
 * Getting in: the private folder in the target's file system, the attach socket, and HotSpot's
 * attach protocol. It must not open anything of a container by a plain path, nor signal what is no
 * JVM.
 */
package dev.ballast.launcher.attach;
