package dev.ballast.launcher.govern;

/**
 * The target's Java heap at one moment, in bytes, as {@link Runtime} tells it there.
 *
 * @param max that it may grow to
 */
public record Heap(long used, long committed, long max) {}
