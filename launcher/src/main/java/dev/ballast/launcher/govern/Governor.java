package dev.ballast.launcher.govern;

import dev.ballast.launcher.quantity.ByteRate;
import java.time.Duration;

/**
 * Decides, from two readings, how much the agent shall hold: growing no faster than the rate,
 * giving back at once.
 */
public record Governor(Goal goal, ByteRate rate) {
    /** Twice what one thread can touch in a second, measured. */
    private static final long FASTEST_GROWTH_BYTES_PER_SECOND = 4L << 30;

    private static final long SHORTEST_PAUSE_NANOS = 500_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;

    /** A pause that was much longer than asked for does not allow a leap. */
    private static final long LONGEST_STEP_NANOS = 100_000_000;

    /**
     * How far the wish may run ahead of what the agent has: its touching must not wait for the next
     * decision, and must not be out of reach of one either.
     */
    private static final long LONGEST_LEAD_BYTES = 32 << 20;

    /**
     * @param asked the ballast that was decided on at the reading before
     */
    public Decision decide(Reading before, long asked, Reading now) {
        long right = Math.max(0, goal.ballastFor(now));
        long wantedUse = goal.wantedUse(now);
        long error = now.use() - wantedUse;
        long ballast = Math.abs(right - now.held()) <= goal.noise(now) ? now.held() : right;
        return new Decision(
                Math.min(ballast, most(before, asked, now)),
                wantedUse,
                error,
                goal.isReached(now),
                pause(now));
    }

    /**
     * Ahead of the agent by what the rate allows; but what it was asked to give back is not asked
     * for again before it is given back: until then it tells more than it has.
     */
    private long most(Reading before, long asked, Reading now) {
        return now.held() > asked
                ? asked
                : Math.min(asked, now.held() + LONGEST_LEAD_BYTES) + growth(before, now);
    }

    /** At most the rate since the last reading, and never more than half of what is free. */
    private long growth(Reading before, Reading now) {
        long nanos = Math.min(now.nanos() - before.nanos(), LONGEST_STEP_NANOS);
        long byRate = (long) (rate.perSecond().bytes() * (nanos / 1e9));
        return Math.min(byRate, now.headroom() / 2);
    }

    /** Often enough that the application cannot cross a quarter of the headroom in between. */
    private static Duration pause(Reading now) {
        double seconds = now.headroom() / 4.0 / FASTEST_GROWTH_BYTES_PER_SECOND;
        long nanos = (long) (seconds * 1e9);
        return Duration.ofNanos(
                Math.max(SHORTEST_PAUSE_NANOS, Math.min(nanos, LONGEST_PAUSE_NANOS)));
    }
}
