package dev.ballast.launcher.govern;

import java.util.random.RandomGenerator;

/**
 * The relief fuse and its charger, which copies pieces of 64 KiB, at 1 GiB/s, with up to two of
 * them under way, ends when it has been idle for a second, takes 20 to 40 ms to begin anew, and is
 * killed when it meets the limit.
 */
final class SimulatedFuse {
    private static final long PIECE_BYTES = 64 << 10;
    private static final long CUT_IN_A_TICK = (10_000L << 20) / SimulatedRun.TICKS_PER_SECOND;
    private static final long IDLE_NANOS = 1_000_000_000;
    private static final long FASTEST_START_NANOS = 20_000_000;

    /** Of its own: a shell that becomes a cat. */
    private static final long CHARGER_BYTES = 256 << 10;

    private final SimulatedCgroup cgroup;
    private final RandomGenerator random;
    private long size;
    private long wanted;
    private SimulatedLauncher.Order order;
    private SimulatedLauncher.Order followed;
    private long underWay;
    private long copying;
    private boolean isRunning;
    private long startsAt = Long.MAX_VALUE;
    private long busyAt;
    private boolean metTheLimit;
    private long copiedInATick;

    SimulatedFuse(SimulatedCgroup cgroup, RandomGenerator random) {
        this.cgroup = cgroup;
        this.random = random;
        copyAt(1L << 30);
    }

    void copyAt(long bytesPerSecond) {
        copiedInATick = bytesPerSecond / SimulatedRun.TICKS_PER_SECOND;
    }

    long size() {
        return size;
    }

    /** Whether it met the limit in this tick. */
    boolean metTheLimit() {
        return metTheLimit;
    }

    /** Charges no further from now on. */
    void chargeTo(SimulatedLauncher.Order order) {
        this.order = order;
        wanted = order.decision().fuse();
    }

    /** What the pieces follow from that are under way. */
    SimulatedLauncher.Order followed() {
        return followed;
    }

    /** One tick of a cut to what is wanted; whether it is done. */
    boolean cut() {
        long given = Math.min(Math.max(0, size - wanted), CUT_IN_A_TICK);
        cgroup.give(given);
        size -= given;
        return size <= wanted;
    }

    void tick(long now) {
        metTheLimit = false;
        if (isRunning) {
            charge(now);
        } else if (wanted - size < PIECE_BYTES) {
            startsAt = Long.MAX_VALUE;
        } else if (startsAt == Long.MAX_VALUE) {
            startsAt = now + (long) (FASTEST_START_NANOS * (1 + random.nextDouble()));
        } else if (now >= startsAt) {
            start(now);
        }
    }

    private void start(long now) {
        startsAt = Long.MAX_VALUE;
        followed = order;
        long own = cgroup.take(CHARGER_BYTES);
        if (own < CHARGER_BYTES) {
            cgroup.give(own);
            metTheLimit = true;
        } else {
            isRunning = true;
            busyAt = now;
        }
    }

    private void charge(long now) {
        while (underWay < 2 * PIECE_BYTES && wanted - size >= PIECE_BYTES) {
            underWay += PIECE_BYTES;
            followed = order;
        }
        copying = underWay == 0 ? 0 : copying + copiedInATick;
        while (copying >= PIECE_BYTES && underWay > 0) {
            copy();
            busyAt = now;
        }
        if (now - busyAt > IDLE_NANOS || metTheLimit) {
            end();
        }
    }

    private void copy() {
        long given = cgroup.take(PIECE_BYTES);
        metTheLimit |= given < PIECE_BYTES;
        copying -= PIECE_BYTES;
        underWay -= PIECE_BYTES;
        size += given;
    }

    private void end() {
        cgroup.give(CHARGER_BYTES);
        isRunning = false;
        underWay = 0;
        copying = 0;
    }
}
