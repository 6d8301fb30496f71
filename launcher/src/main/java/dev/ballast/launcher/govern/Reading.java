package dev.ballast.launcher.govern;

/**
 * The world at one moment, in bytes.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param limit that binds the target
 * @param use what cannot be reclaimed of the memory in use under that limit, ballast included
 * @param held by the agent
 */
public record Reading(long nanos, long limit, long use, long held) {
    /** What is left before the OOM killer comes. */
    long headroom() {
        return Math.max(0, limit - use);
    }
}
