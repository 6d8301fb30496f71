package dev.ballast.agent.load;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that do nothing: each takes a stack, and a place under the limits of process and host.
 */
final class ThreadsLoad implements Load {
    /** Started in one step: about 1 ms. */
    private static final int STEP = 16;

    private static final long TICK_NANOS = 5_000_000;

    private final ThreadGroup group;
    private final ConcurrentLinkedDeque<Parked> parked = new ConcurrentLinkedDeque<Parked>();

    /** Changed by the worker only. */
    private volatile long count;

    private volatile boolean isReleased;

    ThreadsLoad(ThreadGroup group) {
        this.group = group;
    }

    /** One that rests until it is let go. */
    private final class Parked extends Thread {
        private volatile boolean isLetGo;

        Parked(long number) {
            super(group, null, "ballast-p" + number, 0);
            setDaemon(true);
            setContextClassLoader(null);
        }

        @Override
        public void run() {
            while (!isLetGo && !isReleased) {
                LockSupport.park(this);
            }
        }

        void letGo() {
            isLetGo = true;
            LockSupport.unpark(this);
        }
    }

    @Override
    public long step(long wanted) {
        for (int i = 0; i < STEP && count < wanted && !isReleased; i++) {
            Parked thread = new Parked(count + 1);
            thread.start();
            parked.addLast(thread);
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
}
