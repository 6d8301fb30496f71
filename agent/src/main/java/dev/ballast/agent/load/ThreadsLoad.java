package dev.ballast.agent.load;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that do nothing: each takes a stack, and a place under the limits of process and host. A
 * stack whose size was asked for is used to its end, so that all of it is in memory.
 */
final class ThreadsLoad implements Load {
    /** Started in one step: about 1 ms. */
    private static final int STEP = 16;

    /** Of stacks that are used: in all some 200 MiB/s. */
    private static final long STEP_BYTES = 1 << 20;

    private static final long TICK_NANOS = 5_000_000;
    private static final long READY_NANOS = 100_000;

    private final ThreadGroup group;
    private final long stackBytes;
    private final int step;
    private final ConcurrentLinkedDeque<Parked> parked = new ConcurrentLinkedDeque<Parked>();

    /** Changed by the worker only. */
    private volatile long count;

    private volatile boolean isReleased;

    /**
     * @param stackBytes of each; 0 for the JVM's default, of which hardly anything is used
     */
    ThreadsLoad(ThreadGroup group, long stackBytes) {
        this.group = group;
        this.stackBytes = stackBytes;
        this.step = stackBytes == 0 ? STEP : (int) Math.max(1, STEP_BYTES / stackBytes);
    }

    /** One that rests until it is let go. */
    private final class Parked extends Thread {
        private volatile boolean isReady;
        private volatile boolean isLetGo;

        Parked(long number) {
            super(group, null, "ballast-p" + number, stackBytes);
            setDaemon(true);
            setContextClassLoader(null);
        }

        @Override
        public void run() {
            if (stackBytes > 0) {
                useStack(0);
            }
            isReady = true;
            while (!isLetGo && !isReleased) {
                LockSupport.park(this);
            }
        }

        /**
         * To its end, which only the JVM knows; the kernel takes nothing of a stack back. The error
         * (in a full heap it may be another one) is met where it is thrown: on its way through a
         * hundred thousand frames HotSpot takes half a stack's size of memory for itself.
         */
        private int useStack(int depth) {
            try {
                return isReleased ? depth : useStack(depth + 1) + 1;
            } catch (VirtualMachineError end) {
                return depth;
            }
        }

        /** What is not there yet must not count. */
        void awaitReady() {
            while (!isReady && !isLetGo && !isReleased) {
                LockSupport.parkNanos(this, READY_NANOS);
            }
        }

        void letGo() {
            isLetGo = true;
            LockSupport.unpark(this);
        }
    }

    @Override
    public long step(long wanted) {
        for (int i = 0; i < step && count < wanted && !isReleased; i++) {
            Parked thread = new Parked(count + 1);
            thread.start();
            parked.addLast(thread);
            if (stackBytes > 0) {
                thread.awaitReady();
            }
            count = count + 1;
            if (isReleased) {
                thread.letGo(); // who released may not have seen it
            }
        }
        while (count > wanted && !isReleased) {
            parked.removeLast().letGo();
            count = count - 1;
        }
        return TICK_NANOS;
    }

    @Override
    public long held() {
        return isReleased ? 0 : count;
    }

    @Override
    public long seen() {
        return held();
    }

    @Override
    public void release() {
        isReleased = true;
        for (Parked thread : parked) {
            thread.letGo();
        }
    }

    @Override
    public boolean isGone() {
        for (Parked thread : parked) {
            if (thread.isAlive()) {
                return false;
            }
        }
        return true;
    }
}
