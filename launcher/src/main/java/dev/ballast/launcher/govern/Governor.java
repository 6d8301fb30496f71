package dev.ballast.launcher.govern;

import dev.ballast.launcher.quantity.ByteRate;
import java.time.Duration;

/**
 * Decides, from a reading and from what was decided before, how much the agent and the fuse shall
 * hold: growing no faster than the rate, giving back at once.
 *
 * <p>The two are one ballast. In every tick the agent gives back what the application has taken.
 * Where that is too slow, because the limit is near or the JVM stands in a safepoint, the fuse is
 * cut; and as soon as there is room below the level it is charged again, while the agent grows into
 * what is not kept free for it.
 */
public record Governor(Goal goal, ByteRate rate, FuseSize fuseSize) {
    /** Twice what one thread can touch in a second, measured. */
    private static final long FASTEST_GROWTH_BYTES_PER_SECOND = 4L << 30;

    private static final long SHORTEST_PAUSE_NANOS = 500_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;

    /** Longer than applications under load are. */
    private static final long QUIET_FROM_NANOS = 1_000_000_000;

    /** A pause that was much longer than asked for does not allow a leap. */
    private static final long LONGEST_STEP_NANOS = 100_000_000;

    /**
     * How far a wish may run ahead of what is there, but no further than what the rate makes in the
     * longest step: touching must not wait for the next decision, and must not be out of reach of
     * one either.
     */
    private static final long LONGEST_LEAD_BYTES = 32 << 20;

    private static final long SHORTEST_CUT_BYTES = 1 << 20;

    /** Takes 1.6 ms: cutting costs 0.1 ms a MiB. */
    private static final long LONGEST_CUT_BYTES = 16 << 20;

    /** 1 % of the limit in a fifth of a second: starving shows within less. */
    private static final double PROBED_PART_PER_SECOND = 0.05;

    /**
     * The charger's piece, what it may have under way, and the 256 KiB that it needs itself as long
     * as it lives: what comes and goes with it must not call it again.
     */
    private static final long FUSE_NOISE_BYTES = 512 << 10;

    public Decision decide(Course course, Reading now) {
        Starvation starvation =
                goal.isBounded() ? course.starvation().at(now) : course.starvation();
        long touched = touched(course, now.heap());
        long right = right(starvation, now);
        long room = right - now.ballast();
        long free = Math.max(0, now.limit() - now.use() - room);
        long fuseRight = Math.min(right, fuseSize.bytes(now.heap(), touched, free));
        long perSecond = growthPerSecond(starvation, now);
        long growth = growth(course.last(), perSecond, now);
        long lead = lead(perSecond);
        boolean isRelief = now.fuse() > 0 && isUrgent(free, now);
        boolean isFuseRight = Math.abs(now.fuse() - fuseRight) <= FUSE_NOISE_BYTES;
        long fuseWanted = isFuseRight ? Math.min(now.fuse(), right) : fuseRight;
        long fuse =
                isRelief || starvation.isNow()
                        ? cut(room, now)
                        : charged(course, fuseWanted, room, growth, lead, now);
        long left = Math.max(0, growth - Math.max(0, fuse - course.fuse()));
        long held = held(course, right, isFuseRight ? now.fuse() : fuseRight, left, lead, now);
        long wantedUse = goal.wantedUse(now);
        Stillness stillness = course.stillness().at(now);
        Duration pause = pause(now);
        return new Decision(
                held,
                fuse,
                wantedUse,
                now.use() - wantedUse,
                goal.isReached(now),
                isRelief,
                pause,
                agentPause(stillness, pause, now),
                new Course(now, held, fuse, touched, starvation, stillness));
    }

    /** A heap that is given back to the kernel has to be touched anew. */
    private static long touched(Course course, Heap heap) {
        return Math.max(heap.used(), Math.min(course.heapTouched(), heap.committed()));
    }

    /** How much ballast is right, in the agent and the fuse together. */
    private long right(Starvation starvation, Reading now) {
        long belowCeiling = now.ballast() + starvation.ceiling() - now.use();
        return Math.max(
                0,
                Math.min(
                        goal.ballastFor(now),
                        starvation.wasSeen() ? belowCeiling : Long.MAX_VALUE));
    }

    /** Half of what is free at the level is gone. */
    private static boolean isUrgent(long free, Reading now) {
        return now.headroom() < Math.max(free, SHORTEST_CUT_BYTES) / 2;
    }

    /** Whether a cut can give back what is taken until half of the headroom is gone. */
    private static boolean isFuseEnough(Reading now) {
        return now.fuse() > 0 && now.fuse() >= now.headroom() / 2;
    }

    private static long cut(long room, Reading now) {
        long bytes = Math.max(SHORTEST_CUT_BYTES, Math.min(-room, LONGEST_CUT_BYTES));
        return Math.max(0, now.fuse() - bytes);
    }

    /** Towards its size by the rate, and only into room below the level. */
    private static long charged(
            Course course, long wanted, long room, long growth, long lead, Reading now) {
        long byRate = Math.min(course.fuse(), now.fuse() + lead) + growth;
        return Math.min(wanted, Math.min(byRate, now.fuse() + Math.max(0, room)));
    }

    /**
     * What is right beside a fuse of its size, whatever that has now: the room for the rest of it
     * stays free, and is as good until it is charged.
     *
     * @param growth what the fuse's wish has left of it
     */
    private long held(Course course, long right, long fuse, long growth, long lead, Reading now) {
        long held = Math.max(0, right - fuse);
        long wanted = Math.abs(held - now.held()) <= goal.noise(now) ? now.held() : held;
        return Math.min(wanted, most(course, growth, lead, now));
    }

    /**
     * Ahead of the agent by what the rate allows; but what it was asked to give back is not asked
     * for again before it is given back: until then it tells more than it has.
     */
    private static long most(Course course, long growth, long lead, Reading now) {
        return now.held() > course.held()
                ? course.held()
                : Math.min(course.held(), now.held() + lead) + growth;
    }

    /** The rate; less where it is not known whether the target's code still fits beside it. */
    private long growthPerSecond(Starvation starvation, Reading now) {
        long asked = rate.perSecond().bytes();
        return !goal.isBounded() || now.use() < starvation.unproven(now.limit())
                ? asked
                : Math.min(asked, (long) (now.limit() * PROBED_PART_PER_SECOND));
    }

    /**
     * At most the rate since the last reading, and never more than half of what is free: unless it
     * shall not end there.
     */
    private long growth(Reading last, long perSecond, Reading now) {
        long nanos = Math.min(now.nanos() - last.nanos(), LONGEST_STEP_NANOS);
        long byRate = bytes(perSecond, nanos);
        return goal.isBounded() ? Math.min(byRate, now.headroom() / 2) : byRate;
    }

    private static long lead(long perSecond) {
        return Math.min(LONGEST_LEAD_BYTES, bytes(perSecond, LONGEST_STEP_NANOS));
    }

    private static long bytes(long perSecond, long nanos) {
        return (long) (perSecond * (nanos / 1e9));
    }

    /** Often enough that the application cannot cross a quarter of the headroom in between. */
    private static Duration pause(Reading now) {
        double seconds = now.headroom() / 4.0 / FASTEST_GROWTH_BYTES_PER_SECOND;
        long nanos = (long) (seconds * 1e9);
        return Duration.ofNanos(
                Math.max(SHORTEST_PAUSE_NANOS, Math.min(nanos, LONGEST_PAUSE_NANOS)));
    }

    /**
     * Its rest adds to ours before it gives back; but then the fuse is cut. With such a fuse it
     * also costs a quiet application next to nothing.
     */
    private static Duration agentPause(Stillness stillness, Duration pause, Reading now) {
        if (!isFuseEnough(now)) {
            return pause.dividedBy(2);
        }
        return stillness.nanosAt(now) > QUIET_FROM_NANOS
                ? Duration.ofNanos(LONGEST_PAUSE_NANOS)
                : pause;
    }
}
