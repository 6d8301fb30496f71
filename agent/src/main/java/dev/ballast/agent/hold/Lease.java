package dev.ballast.agent.hold;

/**
 * Tells when the launcher must be taken for dead: its beat has not moved for the lease time.
 *
 * <p>Only time in which the holder itself ran counts. A target that was stopped for ten seconds, or
 * sat in a long safepoint, finds an old clock when it wakes; that says nothing about the launcher.
 */
final class Lease {
    private final long leaseNanos;
    private final long longestLookNanos;
    private long lastBeat;
    private long lastLookNanos;
    private long silentNanos;

    Lease(long leaseNanos, long beat, long nowNanos) {
        this.leaseNanos = leaseNanos;
        this.longestLookNanos = leaseNanos / 8;
        this.lastBeat = beat;
        this.lastLookNanos = nowNanos;
    }

    boolean hasExpired(long beat, long nowNanos) {
        long sinceLastLook = nowNanos - lastLookNanos;
        lastLookNanos = nowNanos;
        if (beat != lastBeat) {
            lastBeat = beat;
            silentNanos = 0;
        } else {
            silentNanos += Math.min(sinceLastLook, longestLookNanos);
        }
        return silentNanos > leaseNanos;
    }
}
