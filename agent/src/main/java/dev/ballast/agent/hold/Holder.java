package dev.ballast.agent.hold;

import dev.ballast.agent.memory.Area;
import dev.ballast.agent.memory.Ballast;
import dev.ballast.agent.page.AgentState;
import dev.ballast.agent.page.ControlPage;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/**
 * The life of thread {@code ballast-holder}: follow the page, and give everything back when the
 * launcher asks for it, when its lease runs out, when the page is lost, or on any error.
 *
 * <p>The loop loads no class and allocates nothing.
 */
final class Holder implements Runnable {
    /** Touched between two looks at the page: about 2 ms at the 2 GiB/s of one thread. */
    private static final long STEP_BYTES = 4L << 20;

    /** Given back between two looks: about 3 ms at 0.2 ms a MiB. */
    private static final long GIVEN_BACK_BYTES = 16L << 20;

    /** At the end, whole: a block of less than 33 MiB would be grown anew to be smaller. */
    private static final long LAST_GIVEN_BACK_BYTES = 64L << 20;

    /**
     * To keep resident what is held: so much between two looks at the page, and no longer than
     * this, since a page that was swapped out takes a disk's time to come back.
     */
    private static final long TOUCH_BYTES = 64L << 10;

    private static final long LONGEST_TOUCH_NANOS = 1_000_000;

    /** At least so long from one to the next: 4 MiB each time are some 1 % of a processor. */
    private static final long TOUCH_PAUSE_NANOS = 5_000_000;

    private static final long WORKERS_DEADLINE_NANOS = 5_000_000_000L;
    private static final long SHORTEST_PAUSE_NANOS = 100_000;
    private static final long LONGEST_PAUSE_NANOS = 100_000_000;

    private final ControlPage page;
    private final ByteBuffer mapping;
    private final Ballast ballast;
    private final Workers workers;
    private final Runtime runtime = Runtime.getRuntime();
    private final long nonceHigh;
    private final long nonceLow;
    private final Lease lease;
    private long beat;
    private long touchedNanos = System.nanoTime();

    Holder(ControlPage page, ByteBuffer mapping, Ballast ballast, Workers workers) {
        this.page = page;
        this.mapping = mapping;
        this.ballast = ballast;
        this.workers = workers;
        this.nonceHigh = page.nonceHigh();
        this.nonceLow = page.nonceLow();
        this.lease = new Lease(page.leaseNanos(), page.launcherBeat(), System.nanoTime());
    }

    @Override
    public void run() {
        AgentState end = AgentState.FAILED;
        Throwable failure = null;
        try {
            end = holdUntilTheEnd();
        } catch (Throwable any) {
            // InternalError: the page's file was truncated under the mapping.
            failure = any;
        }
        workers.release();
        try {
            giveBackInSteps();
            awaitWorkers();
        } catch (Throwable pageIsGone) {
            // What follows gives back all the same.
        }
        try {
            ballast.release();
            publishHeld();
            if (failure != null) {
                page.error(failure.toString());
            }
            page.state(end);
        } catch (Throwable pageIsGone) {
            end = AgentState.PAGE_LOST;
        }
        leave();
    }

    private AgentState holdUntilTheEnd() {
        publish();
        page.state(AgentState.HOLDING);
        while (true) {
            if (!page.isRun(nonceHigh, nonceLow)) {
                return AgentState.PAGE_LOST;
            }
            if (page.stopRequested()) {
                return AgentState.RELEASED;
            }
            if (lease.hasExpired(page.launcherBeat(), System.nanoTime())) {
                return AgentState.LEASE_EXPIRED;
            }
            boolean arrived = follow();
            workers.follow(page);
            publish();
            if (arrived && page.keepResident()) {
                touchAgain();
            }
            if (arrived) {
                LockSupport.parkNanos(
                        Math.max(
                                SHORTEST_PAUSE_NANOS,
                                Math.min(page.pauseNanos(), LONGEST_PAUSE_NANOS)));
            }
        }
    }

    /** Their threads may be in a collection; what they held can be collected all the same. */
    private void awaitWorkers() {
        long end = System.nanoTime() + WORKERS_DEADLINE_NANOS;
        while (!workers.areGone() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(SHORTEST_PAUSE_NANOS);
            page.agentBeat(++beat);
        }
    }

    /** All but the last: no safepoint can begin while one call gives memory back. */
    private void giveBackInSteps() {
        giveBackInSteps(ballast.nativeBlock());
        if (ballast.directMemory() != null) {
            giveBackInSteps(ballast.directMemory());
        }
    }

    private void giveBackInSteps(Area area) {
        while (area.heldBytes() > LAST_GIVEN_BACK_BYTES) {
            area.moveTowards(area.heldBytes() - GIVEN_BACK_BYTES, STEP_BYTES);
            publishHeld();
            page.agentBeat(++beat);
        }
    }

    /** One step of each area towards what is wanted; whether there is nothing more to do. */
    private boolean follow() {
        boolean arrived = follow(ballast.nativeBlock(), page.wantedNativeBytes());
        return ballast.directMemory() == null
                ? arrived
                : follow(ballast.directMemory(), page.wantedDirectBytes()) & arrived;
    }

    private void touchAgain() {
        long now = System.nanoTime();
        if (now - touchedNanos < TOUCH_PAUSE_NANOS) {
            return;
        }
        touchedNanos = now;
        long end = now + LONGEST_TOUCH_NANOS;
        touchAgain(ballast.nativeBlock(), end);
        if (ballast.directMemory() != null) {
            touchAgain(ballast.directMemory(), end);
        }
    }

    private static void touchAgain(Area area, long endNanos) {
        long touched = 0;
        long step = 1;
        while (step > 0 && touched < STEP_BYTES && System.nanoTime() - endNanos < 0) {
            step = area.touchAgain(TOUCH_BYTES);
            touched += step;
        }
    }

    private static boolean follow(Area area, long wantedBytes) {
        long before = area.heldBytes();
        long nearer = Math.max(Math.max(0, wantedBytes), before - GIVEN_BACK_BYTES);
        boolean arrived = area.moveTowards(nearer, STEP_BYTES) && nearer == wantedBytes;
        return arrived
                || area.heldBytes()
                        == before; // at a limit of the JVM there is nothing to do either
    }

    private void publish() {
        publishHeld();
        long committed = runtime.totalMemory();
        // The two are read one after the other, and G1 may give heap back in between.
        long used = Math.max(0, committed - runtime.freeMemory());
        page.heap(used, committed, runtime.maxMemory());
        page.direct(ballast.directUsedBytes(), ballast.directMaxBytes());
        page.agentBeat(++beat);
    }

    private void publishHeld() {
        page.heldNativeBytes(ballast.nativeBlock().heldBytes());
        if (ballast.directMemory() != null) {
            page.heldDirectBytes(ballast.directMemory().heldBytes());
        }
        workers.publish(page);
    }

    /**
     * Leaves nothing: the mapping goes now and not at some later collection, and the jar is closed.
     */
    private void leave() {
        try {
            ballast.unmap(mapping);
            ((Closeable) Holder.class.getClassLoader()).close();
        } catch (Throwable harmless) {
            // The collector unmaps and closes what is no longer reachable.
            return;
        }
    }
}
