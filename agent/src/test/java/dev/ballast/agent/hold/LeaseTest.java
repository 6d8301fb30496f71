package dev.ballast.agent.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long LEASE = 2000 * MILLISECOND;

    /** {@code System.nanoTime} may begin anywhere, also just before it wraps around. */
    private long now = Long.MAX_VALUE - 500 * MILLISECOND;

    private final Lease lease = new Lease(LEASE, 7, now);

    /** Looks every millisecond, as the holder does, and says whether the lease ran out. */
    private boolean expiresWithin(long milliseconds, long beat) {
        for (long i = 0; i < milliseconds; i++) {
            now += MILLISECOND;
            if (lease.hasExpired(beat, now)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void lastsForTheLeaseAndNoLonger() {
        assertFalse(expiresWithin(2000, 7));
        assertTrue(expiresWithin(1, 7));
    }

    @Test
    void staysExpired() {
        expiresWithin(2001, 7);
        assertTrue(expiresWithin(1, 7));
    }

    @Test
    void isRenewedByAnyBeatThatMoved() {
        for (long beat : new long[] {8, 9, 3, Long.MIN_VALUE, 0}) {
            assertFalse(expiresWithin(1999, beat));
        }
        assertTrue(expiresWithin(3, 0));
    }

    /** One beat says that the launcher lived then, not that it lives now. */
    @Test
    void countsFromTheLastBeat() {
        assertFalse(expiresWithin(1000, 7));
        assertFalse(expiresWithin(2001, 8));
        assertTrue(expiresWithin(1, 8));
    }

    /** The target was stopped, or sat in a safepoint: that says nothing about the launcher. */
    @Test
    void doesNotCountTimeInWhichTheHolderDidNotRun() {
        assertFalse(expiresWithin(1000, 7));
        now += 3_600_000 * MILLISECOND;
        assertFalse(lease.hasExpired(7, now));
        assertFalse(expiresWithin(700, 7));
    }

    /** But a long look counts for an eighth of the lease, so that a slow holder ends as well. */
    @Test
    void expiresAlsoForAHolderThatIsAlwaysSlow() {
        int looks = 0;
        do {
            now += 10_000 * MILLISECOND;
            looks++;
        } while (!lease.hasExpired(7, now));
        assertEquals(9, looks);
    }

    @Test
    void isRenewedByABeatSeenAfterAStop() {
        assertFalse(expiresWithin(1999, 7));
        now += 60_000 * MILLISECOND;
        assertFalse(lease.hasExpired(8, now));
        assertFalse(expiresWithin(2000, 8));
    }
}
