package dev.ballast.agent.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that do nothing: each takes a stack, and a place under the limits of process and host.
 */
final class ThreadsLoad implements Load {
    /** Started in one step: about 1 ms. */
    private static final int STEP = 16;

    private static final long TICK_NANOS = 5_000_000;

    private final ThreadGroup group;
    private final List<Parked> parked = new ArrayList<Parked>();
    private volatile long count;
    private volatile boolean isReleased;

    ThreadsLoad(ThreadGroup group) {
        this.group = group;
    }

    /** One that rests until it is let go. */
    private final class Parked extends Thread {
        private volatile boolean isLetGo;

        Parked(int number) {
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
        synchronized (parked) {
            for (int i = 0; i < STEP && parked.size() < wanted && !isReleased; i++) {
                Parked thread = new Parked(parked.size() + 1);
                thread.start();
                parked.add(thread);
            }
            while (parked.size() > wanted) {
                parked.remove(parked.size() - 1).letGo();
            }
            count = parked.size();
        }
        return TICK_NANOS;
    }

    @Override
    public long held() {
        return count;
    }

    @Override
    public long seen() {
        return count;
    }

    @Override
    public void release() {
        isReleased = true;
        synchronized (parked) {
            for (Parked thread : parked) {
                thread.letGo();
            }
            parked.clear();
            count = 0;
        }
    }
}
