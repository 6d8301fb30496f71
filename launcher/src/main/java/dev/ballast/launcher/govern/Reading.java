package dev.ballast.launcher.govern;

/**
 * The world at one moment, in bytes.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param limit that binds the target
 * @param use what cannot be reclaimed of the memory in use under that limit, ballast included
 * @param held by the agent
 * @param fuse charged by the launcher
 * @param heap as the agent told it last
 * @param silentNanos for how long the agent has not moved; so long no Java thread may have
 * @param mapped files, code above all, that count under the limit and can be taken away
 * @param majorFaults that the tasks under the limit have had so far: each waited for a disk
 */
public record Reading(
        long nanos,
        long limit,
        long use,
        long held,
        long fuse,
        Heap heap,
        long silentNanos,
        long mapped,
        long majorFaults) {
    private static final long EDGE_BYTES = 256 << 10;
    private static final long EDGE_PART_OF_LIMIT = 512;

    /** Before anything is held, when only limit and use are known. */
    public static Reading before(long limit, long use) {
        return new Reading(0, limit, use, 0, 0, new Heap(0, 0, 0), 0, 0, 0);
    }

    /** What is left before the OOM killer comes. */
    long headroom() {
        return Math.max(0, limit - use);
    }

    /**
     * The highest use that can be held: the kernel charges 256 KiB for each processor ahead, and
     * something always moves.
     */
    long highestUse() {
        return limit - Math.max(EDGE_BYTES, limit / EDGE_PART_OF_LIMIT);
    }

    /** Whether nothing is left that a task could be given. */
    public boolean isFull() {
        return use >= highestUse();
    }

    /** All that ballast holds, in the JVM and beside it. */
    public long ballast() {
        return held + fuse;
    }
}
