/**
 * The relief fuse: memory that counts against the target's cgroup and can be given back from the
 * outside at any moment. It must not decide when.
 */
package dev.ballast.launcher.fuse;
