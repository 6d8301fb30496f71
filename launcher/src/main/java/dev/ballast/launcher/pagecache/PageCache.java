package dev.ballast.launcher.pagecache;

import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.linux.UnnamedFile;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadReading;
import dev.ballast.launcher.load.LoadSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Pages of an unnamed file with nothing but a hole, that is as long as what is wanted: read by a
 * process that has entered the target's cgroup, so that they are charged there, and read again as
 * the kernel reclaims them. Cutting the file drops them at once; so does the launcher's end.
 */
public final class PageCache implements LoadSource, AutoCloseable {
    private static final long LOOK_NANOS = 100_000_000;
    private static final long JOIN_MILLIS = 50;
    private static final int JOIN_ATTEMPTS = 100;

    /** Less than this part is not worth a process. */
    private static final int MISSING_PART = 100;

    private static final int NOT_ENTERED = 9;

    /** At 1000: if it should ever meet the OOM killer there, nobody else is taken. */
    private static final String ENTER_AND_READ =
            "echo 1000 > /proc/self/oom_score_adj && echo 0 > \"$1\" || exit "
                    + NOT_ENTERED
                    + "; exec cat \"$2\" > /dev/null";

    private final MemoryCgroup cgroup;
    private final MemoryBound bound;
    private final UnnamedFile file;
    private final Consumer<Process> watch;
    private final Thread thread = new Thread(this::run, "ballast-pagecache");
    private volatile long wantedBytes;
    private volatile LoadReading now;
    private volatile IOException failure;
    private volatile Process reader;
    private volatile boolean isClosed;
    private long lostBytes;

    private PageCache(
            MemoryCgroup cgroup, MemoryBound bound, UnnamedFile file, Consumer<Process> watch)
            throws IOException {
        this.cgroup = cgroup;
        this.bound = bound;
        this.file = file;
        this.watch = watch;
        this.now = reading(0);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * None yet.
     *
     * @param cgroup that it will be charged to
     * @param bound whose limit a share of it is a share of
     * @param watch told of each process of ours that enters the cgroup, before it reads
     */
    public static PageCache in(
            DiskFolder folder, MemoryCgroup cgroup, MemoryBound bound, Consumer<Process> watch)
            throws IOException {
        UnnamedFile file = UnnamedFile.in(folder.path());
        try {
            return new PageCache(cgroup, bound, file, watch);
        } catch (IOException failure) {
            file.close();
            throw failure;
        }
    }

    @Override
    public void want(long bytes) {
        wantedBytes = bytes;
    }

    @Override
    public LoadReading look() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return now;
    }

    private void run() {
        try {
            while (!isClosed) {
                follow();
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
        } catch (IOException broken) {
            failure = isClosed ? null : broken;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() throws IOException, InterruptedException {
        long wanted = wantedBytes;
        if (file.sizeBytes() != wanted) {
            file.truncate(wanted);
        }
        long cached = file.cachedBytes();
        lostBytes += Math.max(0, Math.min(now.held(), wanted) - cached);
        now = reading(cached);
        if (wanted - cached > wanted / MISSING_PART) {
            read();
            now = reading(file.cachedBytes());
        }
    }

    private LoadReading reading(long cached) throws IOException {
        return new LoadReading(
                Kind.PAGECACHE,
                cached,
                bound.use().reclaimable().bytes(),
                lostBytes,
                0,
                bound.limit().bytes());
    }

    /** All of it: what is there already takes no time. */
    private void read() throws IOException, InterruptedException {
        String own = "/proc/" + ProcessHandle.current().pid() + "/fd/";
        Process started =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                ENTER_AND_READ,
                                "ballast-reader",
                                cgroup.processesFile().toString(),
                                own + file.reopenPath().getFileName())
                        .start();
        reader = started;
        watch.accept(started);
        started.getOutputStream().close();
        String said = new String(started.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = started.waitFor();
        reader = null;
        if (exitCode == NOT_ENTERED) {
            throw new IOException(
                    "charge page cache to memory cgroup " + cgroup.path() + ": " + said.strip());
        }
    }

    /** Drops all of it, and waits until nobody of ours is left in the cgroup. Idempotent. */
    @Override
    public void close() {
        isClosed = true;
        wantedBytes = 0;
        try {
            file.truncate(0);
            for (int i = 0; i < JOIN_ATTEMPTS && thread.isAlive(); i++) {
                end(i);
                thread.join(JOIN_MILLIS);
            }
            file.truncate(0); // a step that was under way may have made it longer
        } catch (IOException closedBefore) {
            // The kernel frees what nobody holds any more.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }

    /**
     * By SIGTERM first: a SIGKILL would pass for the OOM killer's where no log tells them apart.
     */
    private void end(int attempt) {
        LockSupport.unpark(thread);
        Process running = reader;
        if (running != null && attempt < JOIN_ATTEMPTS / 10) {
            running.toHandle().destroy();
        } else if (running != null) {
            running.toHandle().destroyForcibly();
        }
    }
}
