package dev.ballast.launcher.govern;

import java.util.random.RandomGenerator;

/**
 * An application of two threads, one of which takes memory beside the heap and the other in it, and
 * the safepoints in which both and the agent stand still. A thread that waits for memory lets no
 * safepoint begin, and from when on one is wanted nobody else goes on either.
 */
final class SimulatedJvm {
    private static final long TAKEN_IN_A_TICK = (4L << 30) / SimulatedRun.TICKS_PER_SECOND;

    /** Safepoints for something other than a collection: so many a second. */
    private static final int OTHERS_PER_SECOND = 10;

    private enum State {
        RUNS,
        WANTS_A_SAFEPOINT,
        IS_IN_A_SAFEPOINT
    }

    private final SimulatedCgroup cgroup;
    private final SimulatedHeap heap;
    private final Trace beside;
    private final RandomGenerator random;
    private final boolean isEager;
    private State state = State.RUNS;
    private boolean isForCollection;
    private long clock;
    private long used;
    private boolean isNativeWaiting;
    private boolean isHeapWaiting;
    private boolean isIdle;

    /**
     * @param beside what is wanted beside the heap, in the application's own time
     * @param isEager whether a safepoint is wanted as soon as a thread waits
     */
    SimulatedJvm(
            SimulatedCgroup cgroup,
            SimulatedHeap heap,
            Trace beside,
            boolean isEager,
            RandomGenerator random) {
        this.cgroup = cgroup;
        this.heap = heap;
        this.beside = beside;
        this.isEager = isEager;
        this.random = random;
        used = cgroup.take(beside.bytesAt(0));
    }

    Heap heap() {
        return heap.told();
    }

    /** All that is resident for the application. */
    long resident() {
        return used + heap.resident();
    }

    /** From now on it neither takes nor gives back anything. */
    void rest() {
        isIdle = true;
    }

    /** Whether somebody in it wants memory that there is none of. */
    boolean isWaiting() {
        return isNativeWaiting || isHeapWaiting;
    }

    /** Whether the agent's thread may run. */
    boolean runsJava() {
        return state == State.RUNS;
    }

    /**
     * @param isAgentWaiting the agent is a thread like any other
     */
    void tick(long now, boolean isAgentWaiting) {
        switch (state) {
            case RUNS -> {
                if (!isIdle) {
                    takeBeside();
                    isHeapWaiting = !heap.allocate();
                }
                wantSafepoint(isAgentWaiting);
            }
            case WANTS_A_SAFEPOINT -> {
                if (isNativeWaiting) {
                    takeBeside();
                }
                if (isHeapWaiting) {
                    isHeapWaiting = !heap.allocate();
                }
            }
            case IS_IN_A_SAFEPOINT -> {
                isHeapWaiting = !heap.collect();
                if (heap.isDone(now)) {
                    state = State.RUNS;
                }
            }
        }
        if (state == State.WANTS_A_SAFEPOINT && !isWaiting() && !isAgentWaiting) {
            state = State.IS_IN_A_SAFEPOINT;
            if (isForCollection) {
                heap.beginCollection(now);
            } else {
                heap.beginPause(now);
            }
        }
    }

    private void wantSafepoint(boolean isAgentWaiting) {
        isForCollection = !isIdle && heap.isCollectionWanted();
        boolean isOther = random.nextInt(SimulatedRun.TICKS_PER_SECOND) < OTHERS_PER_SECOND;
        if (isForCollection || isOther || isEager && (isWaiting() || isAgentWaiting)) {
            state = State.WANTS_A_SAFEPOINT;
        }
    }

    private void takeBeside() {
        long more = beside.bytesAt(clock + SimulatedRun.TICK_NANOS) - used;
        if (more < 0) {
            cgroup.give(-more);
            used += more;
        }
        long wanted = Math.max(0, Math.min(more, TAKEN_IN_A_TICK));
        long given = cgroup.take(wanted);
        used += given;
        isNativeWaiting = given < wanted;
        if (given == Math.max(0, more) || more < 0) {
            clock += SimulatedRun.TICK_NANOS;
        }
    }
}
