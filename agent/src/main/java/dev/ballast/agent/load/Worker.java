package dev.ballast.agent.load;

import dev.ballast.agent.page.LoadKind;
import java.util.concurrent.locks.LockSupport;

/** The thread of one load: follows what is wanted until it is released. */
public final class Worker implements Runnable {
    /** A wish is followed this soon. */
    private static final long LONGEST_REST_NANOS = 100_000_000;

    private final LoadKind kind;
    private final Load load;
    private final Thread thread;
    private volatile long wanted;
    private volatile boolean isReleased;
    private volatile long refusals;
    private volatile Throwable failure;

    private Worker(LoadKind kind, Load load) {
        this.kind = kind;
        this.load = load;
        this.thread = new Thread(topGroup(), this, "ballast-" + nameOf(kind), 0);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
    }

    /**
     * Opens what the load needs and starts its thread.
     *
     * @param isUntilRefused whether it shall go on until the JVM refuses, and not spare it
     * @param pieceBytes of each array or stack; 0 as suits the JVM
     * @throws Exception when the JVM lacks something that it needs
     */
    public static Worker start(LoadKind kind, boolean isUntilRefused, long pieceBytes)
            throws Exception {
        Worker worker = new Worker(kind, load(kind, isUntilRefused, pieceBytes));
        worker.thread.start();
        return worker;
    }

    private static Load load(LoadKind kind, boolean isUntilRefused, long pieceBytes)
            throws Exception {
        switch (kind) {
            case HEAP:
                return isUntilRefused
                        ? new HeapFill()
                        : new HeapLoad(new Collections(), pieceBytes);
            case CHURN:
                return new ChurnLoad();
            case METASPACE:
                return new MetaspaceLoad(MemoryPool.metaspace(), !isUntilRefused);
            default:
                return new ThreadsLoad(topGroup(), pieceBytes);
        }
    }

    private static String nameOf(LoadKind kind) {
        switch (kind) {
            case HEAP:
                return "heap";
            case CHURN:
                return "churn";
            case METASPACE:
                return "metaspace";
            default:
                return "threads";
        }
    }

    /** A thread of the application's group would keep that group alive. */
    private static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    @Override
    public void run() {
        try {
            while (!isReleased) {
                LockSupport.parkNanos(step());
            }
        } catch (Throwable any) {
            failure = any;
        } finally {
            load.release();
        }
    }

    private long step() {
        try {
            return Math.min(load.step(wanted), LONGEST_REST_NANOS);
        } catch (OutOfMemoryError refused) {
            refusals = refusals + 1;
            return load.refused();
        }
    }

    public LoadKind kind() {
        return kind;
    }

    public void want(long amount) {
        wanted = amount;
    }

    public long held() {
        return load.held();
    }

    public long seen() {
        return load.seen();
    }

    public long lost() {
        return load.lost();
    }

    public long collectionNanos() {
        return load.collectionNanos();
    }

    public long room() {
        return load.room();
    }

    /** How often the JVM refused with an {@link OutOfMemoryError}. */
    public long refusals() {
        return refusals;
    }

    /** What ended it, or null. */
    public Throwable failure() {
        return failure;
    }

    /** Lets go of everything at once, whatever its thread waits for. Idempotent. */
    public void release() {
        isReleased = true;
        load.release();
        LockSupport.unpark(thread);
    }

    /** Whether its threads are gone, too. */
    public boolean isGone() {
        return !thread.isAlive() && load.isGone();
    }
}
