package dev.ballast.launcher.fuse;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.entrant.Entrant;
import dev.ballast.launcher.linux.ThreadPriority;
import dev.ballast.launcher.linux.UnnamedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Charges pages to another cgroup: a {@code cat} that has entered it copies zeros from a pipe of
 * ours into the memory file. It lives only while there is something to charge, at an OOM score of
 * 1000: if it should ever meet the OOM killer there, nobody else is taken.
 */
final class Charger implements AutoCloseable {
    /** What a pipe holds. When the wanted size is lowered, three of them can be under way. */
    private static final int PIECE_BYTES = 64 << 10;

    /**
     * Entering a cgroup waits for the whole system's forks (some 10 ms), so it is not left at once.
     */
    private static final long IDLE_NANOS = 1_000_000_000;

    /** One that ends again and again without having charged anything will not do so next time. */
    private static final int MOST_ATTEMPTS = 5;

    private static final long PAUSE_NANOS = 100_000_000;
    private final MemoryCgroup cgroup;
    private final UnnamedFile pages;
    private final Consumer<Process> watch;
    private final Thread thread = new Thread(this::run, "ballast-fuse");
    private volatile long wantedBytes;
    private volatile boolean isClosed;
    private volatile IOException failure;
    private volatile Process cat;
    private int attempts;
    private long chargedAtStart;

    Charger(MemoryCgroup cgroup, UnnamedFile pages, Consumer<Process> watch) {
        this.cgroup = cgroup;
        this.pages = pages;
        this.watch = watch;
        thread.setDaemon(true);
        thread.start();
    }

    /** No further than this, from now on. What is there already is the caller's to cut. */
    void chargeTo(long bytes) {
        boolean isMore = bytes > wantedBytes;
        wantedBytes = bytes;
        if (isMore) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * @throws IOException what charging failed with
     */
    void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private void run() {
        raisePriority();
        byte[] zeros = new byte[PIECE_BYTES];
        try {
            while (awaitWork()) {
                charge(zeros);
            }
        } catch (IOException broken) {
            fail(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            endCat();
        }
    }

    /**
     * This thread, and each {@code cat} that it starts: with cgroup v2 that has to share the
     * container's processor time with every thread of an application that may be busy.
     */
    private static void raisePriority() {
        try {
            ThreadPriority.raise();
        } catch (IOException notAllowed) {
            // Then charging takes longer.
        }
    }

    /** Whether there is something to charge; false at the end. Ends an idle {@code cat}. */
    private boolean awaitWork() throws IOException {
        long idleSince = System.nanoTime();
        while (!isClosed && !isPieceMissing()) {
            LockSupport.parkNanos(this, IDLE_NANOS);
            if (System.nanoTime() - idleSince >= IDLE_NANOS) {
                endCat();
            }
        }
        return !isClosed;
    }

    private boolean isPieceMissing() throws IOException {
        return wantedBytes - pages.sizeBytes() >= PIECE_BYTES;
    }

    private void charge(byte[] zeros) throws IOException, InterruptedException {
        if (cat == null) {
            start();
        }
        try {
            OutputStream pipe = cat.getOutputStream();
            pipe.write(zeros);
            pipe.flush();
        } catch (IOException itHasEnded) {
            explainEnd(itHasEnded);
        }
    }

    private void start() throws IOException {
        chargedAtStart = pages.sizeBytes();
        cat =
                Entrant.of(cgroup, "ballast-charger", "cat")
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(pages.reopenPath().toFile()))
                        .start();
        watch.accept(cat);
    }

    /**
     * One that has met the limit, and was killed or refused there, is begun anew when there is room
     * again; one that could not even enter, or gets nothing done, never will.
     */
    private void explainEnd(IOException brokenPipe) throws IOException, InterruptedException {
        int exitCode = cat.waitFor();
        String said = new String(cat.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        endCat();
        attempts = pages.sizeBytes() > chargedAtStart ? 0 : attempts + 1;
        LockSupport.parkNanos(this, attempts * PAUSE_NANOS);
        if (exitCode == Entrant.NOT_ENTERED || attempts == MOST_ATTEMPTS) {
            throw new IOException(
                    "charge the relief fuse to memory cgroup "
                            + cgroup.path()
                            + ": "
                            + (said.isBlank() ? "it ended with " + exitCode : said.strip())
                            + "; --fuse 0 does without",
                    brokenPipe);
        }
    }

    private void fail(IOException broken) {
        failure = isClosed ? null : broken;
    }

    /** By SIGTERM: a SIGKILL would pass for the OOM killer's where no log tells them apart. */
    private void endCat() {
        Process ended = cat;
        if (ended != null) {
            ended.destroy();
            cat = null;
        }
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            Entrant.join(thread, () -> cat);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
