package dev.ballast.launcher.experiment;

import dev.ballast.launcher.govern.Decision;
import dev.ballast.launcher.govern.Reading;

/** How well the level was kept during the hold; each reading counts for the time until the next. */
final class LevelRecord {
    /** The level counts as held while it is this close. */
    private static final double HELD_WITHIN_PART_OF_LIMIT = 0.01;

    private long lastNanos;
    private double lastError;
    private boolean lastWasHeld;
    private double sumOfErrorNanos;
    private double lastErrorPart;
    private double sumOfErrorPartNanos;
    private long nanos;
    private long heldNanos;
    private long worstError;
    private long peakUse;
    private long peakHeld;
    private long peakFuse;

    void growing(Reading now) {
        peakUse = Math.max(peakUse, now.use());
        peakHeld = Math.max(peakHeld, now.held());
        peakFuse = Math.max(peakFuse, now.fuse());
    }

    void holding(Reading now, Decision decision) {
        growing(now);
        if (lastNanos != 0) {
            long since = now.nanos() - lastNanos;
            nanos += since;
            sumOfErrorNanos += lastError * since;
            sumOfErrorPartNanos += lastErrorPart * since;
            heldNanos += lastWasHeld ? since : 0;
        }
        long error = Math.abs(decision.error());
        worstError = Math.max(worstError, error);
        lastNanos = now.nanos();
        lastError = error;
        lastErrorPart = (double) error / now.limit();
        lastWasHeld = error <= now.limit() * HELD_WITHIN_PART_OF_LIMIT;
    }

    /** Mean distance from the wanted level over the hold, in bytes; 0 for a hold of no length. */
    long meanErrorBytes() {
        return nanos == 0 ? worstError : (long) (sumOfErrorNanos / nanos);
    }

    /** The same in percent of the limit, as that was at each moment. */
    double meanErrorPercent() {
        return 100 * (nanos == 0 ? lastErrorPart : sumOfErrorPartNanos / nanos);
    }

    long worstErrorBytes() {
        return worstError;
    }

    long peakUseBytes() {
        return peakUse;
    }

    long peakHeldBytes() {
        return peakHeld;
    }

    long peakFuseBytes() {
        return peakFuse;
    }

    /** The part of the hold in which the level was within 1 % of the limit. */
    double heldPart() {
        return nanos == 0 ? 1 : (double) heldNanos / nanos;
    }
}
