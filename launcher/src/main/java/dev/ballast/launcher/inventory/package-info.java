/**
 * Which JVMs there are, with what can be told of each from outside, and the one that somebody means
 * by a container, a pod or a main class. It must not touch any of them, and it never chooses
 * between two.
 */
package dev.ballast.launcher.inventory;
