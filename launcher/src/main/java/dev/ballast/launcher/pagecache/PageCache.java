package dev.ballast.launcher.pagecache;

import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.entrant.Entrant;
import dev.ballast.launcher.linux.PageSize;
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

    /** A look takes 20 ms for each GiB: at most a twentieth of a processor. */
    private static final int REST = 20;

    /** One that fails again and again will do so next time. */
    private static final int MOST_ATTEMPTS = 5;

    /** Less than this part is not worth a process. */
    private static final int MISSING_PART = 100;

    /** Runs of pieces that are read before the next look. */
    private static final int MOST_RUNS = 16;

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
    private int attempts;

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
                long start = System.nanoTime();
                Pieces pieces = look(wantedBytes);
                long took = System.nanoTime() - start;
                if (pieces.missingBytes() > pieces.fileBytes() / MISSING_PART) {
                    read(pieces);
                }
                LockSupport.parkNanos(this, Math.max(LOOK_NANOS, REST * took));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error broken) {
            failure =
                    isClosed ? null : new IOException("page cache: " + broken.getMessage(), broken);
        }
    }

    private Pieces look(long wanted) throws IOException {
        if (file.sizeBytes() != wanted) {
            file.truncate(wanted);
        }
        Pieces pieces = new Pieces(file.cachedPages(), wanted, PageSize.bytes());
        lostBytes += Math.max(0, Math.min(now.held(), wanted) - pieces.cachedBytes());
        now = reading(pieces.cachedBytes());
        return pieces;
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

    private void read(Pieces missing) throws IOException, InterruptedException {
        for (Pieces.Run run : missing.runs(MOST_RUNS)) {
            if (!isClosed) {
                read(run);
            }
        }
        look(wantedBytes);
    }

    private void read(Pieces.Run run) throws IOException, InterruptedException {
        Process started = start(run);
        reader = started;
        watch.accept(started);
        started.getOutputStream().close();
        String said = new String(started.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = started.waitFor();
        reader = null;
        attempts = exitCode == 0 ? 0 : attempts + 1;
        if (exitCode == Entrant.NOT_ENTERED || attempts == MOST_ATTEMPTS) {
            throw new IOException(
                    "charge it to memory cgroup "
                            + cgroup.path()
                            + ": "
                            + (said.isBlank() ? "dd ended with " + exitCode : said.strip()));
        }
        LockSupport.parkNanos(this, attempts * LOOK_NANOS);
    }

    private Process start(Pieces.Run run) throws IOException {
        String own = "/proc/" + ProcessHandle.current().pid() + "/fd/";
        return Entrant.of(
                        cgroup,
                        "ballast-reader",
                        "dd",
                        "if=" + own + file.reopenPath().getFileName(),
                        "of=/dev/null",
                        "bs=" + Pieces.PIECE_BYTES,
                        "skip=" + run.first(),
                        "count=" + run.count(),
                        "status=none")
                .start();
    }

    /**
     * Drops all of it, and waits until nobody of ours is left in the cgroup. Idempotent. A thread
     * that does not end in time keeps the file until the launcher ends: its number may not become
     * another file's.
     */
    @Override
    public void close() {
        isClosed = true;
        wantedBytes = 0;
        try {
            Entrant.join(thread, () -> reader);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        try {
            file.truncate(0);
        } catch (IOException closedBefore) {
            return; // the kernel frees what nobody holds any more
        }
        if (!thread.isAlive()) {
            file.close();
        }
    }
}
