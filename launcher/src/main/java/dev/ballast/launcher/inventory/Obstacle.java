package dev.ballast.launcher.inventory;

/**
 * Why a JVM cannot be attached to.
 *
 * @param brief in a word or two
 * @param message what, why, and what to do about it
 */
public record Obstacle(String brief, String message) {}
