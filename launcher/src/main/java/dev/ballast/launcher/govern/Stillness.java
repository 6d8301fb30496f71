package dev.ballast.launcher.govern;

/**
 * Since when the use has not moved by much.
 *
 * @param use from which it has not moved, in bytes
 * @param sinceNanos when it was there first
 */
record Stillness(long use, long sinceNanos) {
    /** By less than that an idle JVM moves as well. */
    private static final long MOVED_PART_OF_LIMIT = 256;

    static Stillness from(Reading first) {
        return new Stillness(first.use(), first.nanos());
    }

    Stillness at(Reading now) {
        boolean hasMoved = Math.abs(now.use() - use) > now.limit() / MOVED_PART_OF_LIMIT;
        return hasMoved ? from(now) : this;
    }

    long nanosAt(Reading now) {
        return now.nanos() - sinceNanos;
    }
}
