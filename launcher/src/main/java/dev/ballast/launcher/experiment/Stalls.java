package dev.ballast.launcher.experiment;

import dev.ballast.launcher.govern.Reading;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The times in which the agent gave no sign. Its thread is like any other of the JVM: it stands
 * still when they do, in a collector's pause as well as for lack of memory.
 */
final class Stalls {
    /** Shorter ones are an agent that rests, or a busy machine. */
    private static final long COUNTED_FROM_NANOS = 100_000_000;

    /**
     * A target that stands still at its limit stays there. Where the limit was not met for so long,
     * something else keeps it: a collector, say, or a disk.
     */
    private static final long AT_LIMIT_NANOS = 1_000_000_000;

    private long beat = -1;
    private long movedNanos;
    private long silentNanos;
    private long excusedNanos;
    private OptionalLong fullNanos = OptionalLong.empty();
    private int count;
    private int fullCount;
    private long longestNanos;
    private long longestFullNanos;

    /**
     * @param beat of the agent, as it is at this moment
     * @return for how long it has been seen not to move, in nanoseconds
     */
    long silentNanos(long nanos, long beat) {
        if (beat != this.beat) {
            count();
            this.beat = beat;
            movedNanos = nanos;
            excusedNanos = 0;
            fullNanos = OptionalLong.empty();
        }
        silentNanos = nanos - movedNanos;
        return silentNanos;
    }

    /** Notes whether the limit is reached while it is silent. */
    void note(Reading now) {
        if (now.isFull()) {
            fullNanos = OptionalLong.of(movedNanos + silentNanos);
        }
    }

    /** Whether it has been silent for longer than can be ignored since it was last excused. */
    boolean isSilent() {
        return silentNanos - excusedNanos >= COUNTED_FROM_NANOS;
    }

    /** The silence up to now has another cause than memory: somebody has stopped the target. */
    void excuse() {
        excusedNanos = silentNanos;
    }

    private void count() {
        if (silentNanos < COUNTED_FROM_NANOS) {
            return;
        }
        count++;
        longestNanos = Math.max(longestNanos, silentNanos);
        if (fullNanos.isPresent() && isSilent()) {
            fullCount++;
            longestFullNanos = Math.max(longestFullNanos, silentNanos - excusedNanos);
        }
    }

    /**
     * For how long the target has been standing still at its limit, the current time included and
     * what is excused left out.
     */
    Duration current() {
        boolean isAtLimit =
                fullNanos.isPresent()
                        && movedNanos + silentNanos - fullNanos.getAsLong() <= AT_LIMIT_NANOS;
        boolean isStall = isAtLimit && isSilent();
        return isStall ? Duration.ofNanos(silentNanos - excusedNanos) : Duration.ZERO;
    }

    /** What there was so far, a silence that has not ended included. */
    StallCount total() {
        count();
        silentNanos = 0;
        excusedNanos = 0;
        return new StallCount(
                count,
                Duration.ofNanos(longestNanos),
                fullCount,
                Duration.ofNanos(longestFullNanos));
    }
}
