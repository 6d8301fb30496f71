package dev.ballast.launcher.probe;

import dev.ballast.launcher.linux.NetNamespace;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * One thread, in the network namespace that it has entered first and never leaves. A socket belongs
 * to the namespace of the thread that creates it, so whatever it does must create its sockets
 * itself and hand that to no other thread: {@link java.net.Socket} does, {@code java.net.http} does
 * not.
 */
final class Outpost implements AutoCloseable {
    private static final long LONGEST_END_MILLIS = 1000;

    private final SynchronousQueue<Runnable> tasks = new SynchronousQueue<>();
    private final Thread thread;
    private volatile boolean isClosed;

    private Outpost(Runnable entry) {
        thread = new Thread(() -> run(entry), "ballast-probe");
        thread.setDaemon(true);
    }

    /**
     * Returns once it is there.
     *
     * @param namespace none for where the launcher is
     */
    static Outpost in(Optional<NetNamespace> namespace) throws IOException, InterruptedException {
        FutureTask<Void> entry =
                new FutureTask<>(
                        () -> {
                            if (namespace.isPresent()) {
                                namespace.get().enter();
                            }
                            return null;
                        });
        Outpost outpost = new Outpost(entry);
        outpost.thread.start();
        try {
            entry.get();
            return outpost;
        } catch (ExecutionException failure) {
            outpost.close();
            throw failure.getCause() instanceof IOException io
                    ? io
                    : new IOException(failure.getCause());
        } catch (InterruptedException interrupted) {
            outpost.close();
            throw interrupted;
        }
    }

    private void run(Runnable entry) {
        entry.run();
        try {
            while (!isClosed) {
                tasks.take().run();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Begins a task.
     *
     * @param nanos how long to wait for the end of the one before
     * @throws IOException when that has not ended
     */
    <T> Future<T> begin(Callable<T> task, long nanos) throws IOException, InterruptedException {
        FutureTask<T> begun = new FutureTask<>(task);
        if (!tasks.offer(begun, nanos, TimeUnit.NANOSECONDS)) {
            throw new IOException("the look before this one has not ended yet");
        }
        return begun;
    }

    /** Waits for its end; a task that waits on a socket has to be ended before. */
    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        try {
            thread.join(LONGEST_END_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
