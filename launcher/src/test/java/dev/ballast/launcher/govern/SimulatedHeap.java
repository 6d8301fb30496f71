package dev.ballast.launcher.govern;

import java.util.random.RandomGenerator;

/**
 * A Java heap: allocation touches it up to its high-water mark, a collection copies what lives into
 * what was never touched, as far as that goes, and touches tables of its own.
 */
final class SimulatedHeap {
    private static final long COPIED_IN_A_TICK = (4L << 30) / SimulatedRun.TICKS_PER_SECOND;
    private static final long MILLISECOND = 1_000_000;

    /**
     * What a JVM and its collector do.
     *
     * @param max of the heap
     * @param young allocated between two collections
     * @param perSecond allocated
     * @param copiedPart of what lives that a collection copies
     * @param tables touched in collections, all in all
     * @param rest that threads outside Java take during a safepoint, and give back after it
     * @param longestPauseMillis of a collection beside what it copies
     */
    record Kind(
            long max,
            long young,
            double perSecond,
            double copiedPart,
            long tables,
            long rest,
            int longestPauseMillis) {
        static final Kind NONE = new Kind(0, 0, 0, 0, 0, 0, 5);

        /** All that the JVM can ever take for it. */
        long most() {
            return max + tables + rest;
        }
    }

    private final Kind kind;
    private final SimulatedCgroup cgroup;
    private final RandomGenerator random;
    private final Trace live;
    private long clock;
    private double allocated;
    private long used;
    private long touched;
    private long committed;
    private long tables;
    private long rest;

    // The collection.
    private long endsAt;
    private long copyLeft;
    private long tablesLeft;
    private long restLeft;
    private long survives;
    private boolean mayShrink;

    SimulatedHeap(Kind kind, Trace live, SimulatedCgroup cgroup, RandomGenerator random) {
        this.kind = kind;
        this.live = live;
        this.cgroup = cgroup;
        this.random = random;
        committed = kind.max / 4;
        used = kind.max / 50;
        touched = cgroup.take(used);
    }

    Heap told() {
        return new Heap(used, committed, kind.max);
    }

    /** All that is resident for it. */
    long resident() {
        return touched + tables + rest;
    }

    boolean isCollectionWanted() {
        return kind.max > 0 && (used >= survives + kind.young || used >= kind.max - kind.max / 20);
    }

    /** A thread allocates for a tick; whether it was given what it wants. */
    boolean allocate() {
        cgroup.give(rest);
        rest = 0;
        allocated += kind.perSecond / SimulatedRun.TICKS_PER_SECOND;
        long bytes = Math.min((long) allocated, kind.max - used);
        long wanted = Math.max(0, used + bytes - touched);
        long given = cgroup.take(wanted);
        touched += given;
        committed = Math.max(committed, touched);
        if (given < wanted) {
            allocated -= kind.perSecond / SimulatedRun.TICKS_PER_SECOND;
            return false;
        }
        clock += SimulatedRun.TICK_NANOS;
        used += bytes;
        allocated = 0;
        return true;
    }

    void beginCollection(long now) {
        survives = Math.min(used, live.bytesAt(clock));
        copyLeft = Math.min((long) (survives * kind.copiedPart), kind.max - touched);
        tablesLeft = random.nextBoolean() ? kind.tables - tables : 0;
        restLeft = kind.rest - rest;
        mayShrink = true;
        pause(now, kind.longestPauseMillis);
    }

    /** A safepoint for something else. */
    void beginPause(long now) {
        survives = used;
        mayShrink = false;
        pause(now, 5);
    }

    private void pause(long now, int longestMillis) {
        endsAt = now + (long) (MILLISECOND * Math.max(0.5, longestMillis * random.nextDouble()));
    }

    /** A tick of a safepoint; whether the collector was given what it wants. */
    boolean collect() {
        long wanted = Math.min(COPIED_IN_A_TICK, copyLeft + tablesLeft + restLeft);
        long given = cgroup.take(wanted);
        long copied = Math.min(given, copyLeft);
        long toTables = Math.min(given - copied, tablesLeft);
        long toRest = given - copied - toTables;
        touched += copied;
        copyLeft -= copied;
        tables += toTables;
        tablesLeft -= toTables;
        rest += toRest;
        restLeft -= toRest;
        return given == wanted;
    }

    /** Whether nothing is left to do; the heap is then smaller, and may be given back in part. */
    boolean isDone(long now) {
        if (now < endsAt || copyLeft + tablesLeft + restLeft > 0) {
            return false;
        }
        committed = Math.max(committed, touched);
        used = survives;
        if (mayShrink && random.nextInt(20) == 0) {
            committed = used + (long) (random.nextDouble() * (touched - used));
            cgroup.give(touched - committed);
            touched = committed;
        }
        return true;
    }
}
