package dev.ballast.launcher.linux;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A thread for what the kernel keeps by thread, such as credentials and namespaces: it ends with
 * its task, so no other task ever has them.
 */
final class OwnThread {
    private OwnThread() {}

    /**
     * Runs the task in a thread of its own and waits for it; its {@link IOException} comes through.
     */
    static <T> T run(String name, Callable<T> task) throws IOException {
        FutureTask<T> inside = new FutureTask<>(task);
        Thread thread = new Thread(inside, name);
        thread.setDaemon(true);
        thread.start();
        try {
            return inside.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(failure.getCause());
        }
    }
}
