package dev.ballast.launcher.govern;

/**
 * The agent's thread and its page. It looks at the wish after a rest, touches at most 4 MiB before
 * it looks again, at 2 GiB/s, gives back at 8 GiB/s (all of it when less than 33 MiB is wanted, to
 * grow anew), and tells what it holds and what the heap is only when it has done so.
 */
final class SimulatedAgent {
    private static final long TOUCHED_IN_A_TICK = (2L << 30) / SimulatedRun.TICKS_PER_SECOND;
    private static final long GIVEN_BACK_IN_A_TICK = (8L << 30) / SimulatedRun.TICKS_PER_SECOND;
    private static final long STEP_BYTES = 4 << 20;
    private static final long SMALLEST_BLOCK_BYTES = 33 << 20;
    private static final long PAGE_BYTES = 4096;
    private static final long SHORTEST_PAUSE_NANOS = 100_000;
    private static final long LONGEST_PAUSE_NANOS = 100_000_000;

    private final SimulatedCgroup cgroup;

    // The page.
    private long wish;
    private SimulatedLauncher.Order wisher;
    private long pauseNanos = 1_000_000;
    private long told;
    private long beat;
    private Heap heap;

    // The thread.
    private long touched;
    private long lookedAt;
    private long keeps;
    private long target;
    private SimulatedLauncher.Order followed;
    private boolean isMoving;
    private boolean isWaiting;
    private boolean isRegrowing;
    private long restsUntil;

    SimulatedAgent(SimulatedCgroup cgroup, Heap heap) {
        this.cgroup = cgroup;
        this.heap = heap;
    }

    /** The launcher writes its page. */
    void want(SimulatedLauncher.Order order) {
        wisher = order;
        wish = order.decision().held();
        pauseNanos = order.decision().agentPause().toNanos();
    }

    long told() {
        return told;
    }

    long beat() {
        return beat;
    }

    Heap toldHeap() {
        return heap;
    }

    /** What is resident for it, whatever it tells. */
    long touched() {
        return touched;
    }

    /** Whether it wants memory that there is none of. */
    boolean isWaiting() {
        return isWaiting;
    }

    /** Whether it takes again what it had to give back in order to shrink. */
    boolean isRegrowing() {
        return isRegrowing;
    }

    /** What its last look at the page followed from. */
    SimulatedLauncher.Order followed() {
        return followed;
    }

    void tick(long now, SimulatedJvm jvm) {
        if (now < restsUntil) {
            return;
        }
        if (!isMoving) {
            look();
        }
        if (touched > keeps) {
            long given = Math.min(touched - keeps, GIVEN_BACK_IN_A_TICK);
            cgroup.give(given);
            touched -= given;
        } else {
            keeps = Long.MAX_VALUE;
            long wanted = Math.max(0, Math.min(target - touched, TOUCHED_IN_A_TICK));
            long given = cgroup.take(wanted);
            touched += given;
            isWaiting = given < wanted;
        }
        if (touched == target) {
            tell(now, jvm);
        }
    }

    private void look() {
        isMoving = true;
        followed = wisher;
        lookedAt = wish - wish % PAGE_BYTES;
        boolean isCutInPlace = lookedAt >= SMALLEST_BLOCK_BYTES || lookedAt >= touched;
        isRegrowing = !isCutInPlace || isRegrowing && lookedAt > touched;
        keeps = isCutInPlace ? Math.min(lookedAt, touched) : 0;
        target = Math.min(lookedAt, keeps + STEP_BYTES);
    }

    private void tell(long now, SimulatedJvm jvm) {
        isMoving = false;
        told = touched;
        heap = jvm.heap();
        beat++;
        if (touched == lookedAt) {
            restsUntil =
                    now + Math.max(SHORTEST_PAUSE_NANOS, Math.min(pauseNanos, LONGEST_PAUSE_NANOS));
        }
    }
}
