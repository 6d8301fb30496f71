package dev.ballast.launcher.govern;

/**
 * Whether the target starves below its limit: the pages of its own code no longer fit beside the
 * rest, so it reads them back from disk all the time and does nothing else. The OOM killer does not
 * come then. When this is seen, the level is lowered for the rest of the run: first to what leaves
 * room for the code as it was mapped in the beginning ({@link ThrashCliff}), then in steps.
 *
 * @param mapped code and other mapped files at the run's beginning, in bytes
 * @param proven the highest use so far at which the target still answered, in bytes
 * @param ceiling that the use must not be brought above any more, in bytes; {@link Long#MAX_VALUE}
 *     as long as no level has starved the target
 * @param steps how often it was lowered
 * @param isNow whether it was seen at the last reading
 * @param windowNanos since when major faults are counted
 * @param windowFaults what their count was then
 * @param lengthNanos for how long they are counted before they are judged
 */
record Starvation(
        long mapped,
        long proven,
        long ceiling,
        int steps,
        boolean isNow,
        long windowNanos,
        long windowFaults,
        long lengthNanos) {
    /** Long enough to tell a storm from a handful. */
    private static final long WINDOW_NANOS = 50_000_000;

    /** After the level was lowered: time to read the code back. */
    private static final long RECOVERY_NANOS = 150_000_000;

    /** A JVM that reads its own code back has several hundred a second, measured. */
    private static final double FAULTS_PER_SECOND = 100;

    /** A JVM that starts or opens files has as many, and its agent answers. */
    private static final long SILENCE_NANOS = 50_000_000;

    /** What the level is lowered by where that is not enough; each time twice as much. */
    private static final long STEP_PART_OF_LIMIT = 128;

    private static final long NOISE_PART_OF_LIMIT = 512;

    private static final long TIGHT_PART_OF_LIMIT = 16;

    private static final int LONGEST_STEP = 3; // 1/16 of the limit

    static Starvation none(Reading first) {
        return new Starvation(
                first.mapped(),
                0,
                Long.MAX_VALUE,
                0,
                false,
                first.nanos(),
                first.majorFaults(),
                WINDOW_NANOS);
    }

    Starvation at(Reading now) {
        long nanos = now.nanos() - windowNanos;
        boolean isSilent = now.silentNanos() > SILENCE_NANOS;
        long answeredAt = isSilent ? proven : Math.max(proven, now.use());
        if (nanos < lengthNanos) {
            return new Starvation(
                    mapped,
                    answeredAt,
                    ceiling,
                    steps,
                    false,
                    windowNanos,
                    windowFaults,
                    lengthNanos);
        }
        boolean isStorm = (now.majorFaults() - windowFaults) / (nanos / 1e9) > FAULTS_PER_SECOND;
        boolean isStarving = isSilent && isStorm && (wasSeen() || isTight(now));
        boolean isGivenBack = now.use() - now.limit() / NOISE_PART_OF_LIMIT <= ceiling;
        boolean isLower = isStarving && isGivenBack;
        return new Starvation(
                mapped,
                answeredAt,
                isLower ? lower(now) : ceiling,
                isLower ? steps + 1 : steps,
                isStarving,
                now.nanos(),
                now.majorFaults(),
                isStarving ? RECOVERY_NANOS : WINDOW_NANOS);
    }

    /**
     * Whether the code might no longer fit. Where there is plenty of room, a collector's pause and
     * somebody else's reading from disk have come together.
     */
    private boolean isTight(Reading now) {
        return now.use() >= highest(now.limit()) - now.limit() / TIGHT_PART_OF_LIMIT;
    }

    private long lower(Reading now) {
        long step = (now.limit() / STEP_PART_OF_LIMIT) << Math.min(steps, LONGEST_STEP);
        return Math.min(highest(now.limit()), now.use() - step);
    }

    /** Whether a level was given up. */
    boolean wasSeen() {
        return ceiling != Long.MAX_VALUE;
    }

    /** Above this use it is not known that the code still fits. */
    long unproven(long limit) {
        return Math.max(proven, highest(limit));
    }

    private long highest(long limit) {
        return ThrashCliff.highestUse(limit, mapped);
    }
}
