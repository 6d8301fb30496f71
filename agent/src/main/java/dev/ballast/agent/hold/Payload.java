package dev.ballast.agent.hold;

import dev.ballast.agent.memory.Ballast;
import dev.ballast.agent.page.AgentState;
import dev.ballast.agent.page.ControlPage;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.instrument.Instrumentation;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;

/** What the entry calls, on the target's attach thread: opens the page and starts the holder. */
public final class Payload {
    private static final long START_DEADLINE_NANOS = 2_000_000_000L;

    private Payload() {}

    /**
     * Called by name from the entry class, so this signature is frozen with it.
     *
     * @param folder the private folder with the file {@code page}
     * @param lastHolder the thread that an earlier call returned, or null
     * @return the thread that now holds memory in this JVM, or null when none does
     */
    public static Thread start(String folder, Instrumentation instrumentation, Thread lastHolder)
            throws IOException {
        MappedByteBuffer mapping = map(folder + "/page");
        ControlPage page = new ControlPage(mapping);
        try {
            if (!page.isOpen()) {
                throw new IllegalStateException("the page is not of layout " + ControlPage.VERSION);
            }
            if (lastHolder != null && lastHolder.isAlive()) {
                page.state(AgentState.BUSY);
                return lastHolder;
            }
            leaveClassPath(folder);
            Ballast ballast = Ballast.open(instrumentation, page.usesDirect());
            Workers workers = Workers.start(page);
            try {
                return start(new Holder(page, mapping, ballast, workers), page);
            } catch (Throwable failure) {
                workers.release();
                throw failure;
            }
        } catch (Throwable failure) {
            page.error(failure.toString());
            page.state(AgentState.FAILED);
            return null;
        }
    }

    /**
     * Takes the jar's path off the system class path again. Each load appends it there for ever,
     * but from the second load on it is only opened when the application next misses a class: by
     * then anybody may have made a file of that name, and the JVM would run it. So the file goes
     * while its folder is still private, and a miss of our own makes the loader try it and give it
     * up. This payload's own loader has it open already.
     */
    private static void leaveClassPath(String folder) throws IOException {
        File jar = new File(folder, "agent.jar");
        if (!jar.delete()) {
            throw new IOException("cannot delete " + jar);
        }
        ClassLoader.getSystemClassLoader().getResource("dev/ballast/agent/nothing");
    }

    private static MappedByteBuffer map(String path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path, "rw");
        try {
            return file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, ControlPage.SIZE_BYTES);
        } finally {
            file.close();
        }
    }

    private static Thread start(Holder holder, ControlPage page) throws InterruptedException {
        Thread thread = new Thread(systemGroup(), holder, "ballast-holder", 0);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
        long start = System.nanoTime();
        while (page.state() == AgentState.ABSENT
                && System.nanoTime() - start < START_DEADLINE_NANOS) {
            Thread.sleep(1);
        }
        return thread;
    }

    /** The top group: a thread of the application's group would keep that group alive. */
    private static ThreadGroup systemGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }
}
