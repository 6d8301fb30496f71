package dev.ballast.launcher.squeeze;

import dev.ballast.launcher.cgroup.Limit;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadReading;
import dev.ballast.launcher.load.LoadSource;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.restore.RestoreScript;
import dev.ballast.launcher.restore.Restorer;
import dev.ballast.launcher.target.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The memory.high of one cgroup, lowered from {@code max} until it is closed; then {@code max} is
 * given back. A value that somebody else sets meanwhile is an error, and never overwritten.
 *
 * <p>The entry in the journal is there before the first write, and so is the restorer. Closing, and
 * all but the writes, is done by one thread, the control loop's.
 */
public final class Squeeze implements LoadSource, AutoCloseable {
    static final RestoreScript SCRIPT =
            new RestoreScript(Squeeze.class, "limit.sh", "ballast-limit");

    private static final long LOOK_NANOS = 1_000_000_000;
    private static final long POLL_NANOS = 1_000_000;
    private static final Duration WRITE_DEADLINE = Duration.ofSeconds(10);

    private final MemoryCgroup group;
    private final Journal journal;
    private final LimitJournal entry;
    private final Duration lease;
    private final Restorer restorer;
    private final Thread writing = new Thread(this::write, "ballast-limit");
    private volatile Limit wanted = new Limit.Unlimited();
    private volatile IOException writeFailure;
    private volatile boolean isClosing;
    private Limit set = wanted;
    private LoadReading reading;
    private long lookedNanos;
    private long calledNanos = System.nanoTime();
    private Optional<String> left = Optional.empty();

    private Squeeze(
            MemoryCgroup group,
            Journal journal,
            LimitJournal entry,
            Duration lease,
            Restorer restorer) {
        this.group = group;
        this.journal = journal;
        this.entry = entry;
        this.lease = lease;
        this.restorer = restorer;
    }

    /**
     * @throws Refusal when nobody would give the value back after the launcher's death
     */
    public static void checkPossible() throws Refusal {
        Restorer.checkPossible("memory.high is");
    }

    /**
     * Gets ready; nothing is written yet.
     *
     * @param lease after which the restorer takes a silent launcher for dead
     */
    public static Squeeze of(MemoryCgroup group, Journal journal, Duration lease)
            throws IOException {
        LimitJournal entry = new LimitJournal(journal, group.throttleFile());
        entry.write();
        try {
            Restorer restorer = Restorer.start(SCRIPT, journal, lease);
            Squeeze squeeze = new Squeeze(group, journal, entry, lease, restorer);
            squeeze.writing.setDaemon(true);
            squeeze.writing.start();
            return squeeze;
        } catch (IOException nothingWasChanged) {
            entry.remove();
            throw nothingWasChanged;
        }
    }

    /** Waits for nothing: a value that the kernel has not taken yet is not followed by another. */
    @Override
    public void want(long bytes) throws IOException {
        if (isPending() || isSetTo(bytes)) {
            return;
        }
        checkOnDuty();
        entry.add(bytes);
        wanted = new Limit.Of(new ByteSize(bytes));
        LockSupport.unpark(writing);
    }

    private boolean isPending() {
        return !wanted.equals(set);
    }

    private boolean isSetTo(long bytes) {
        return set instanceof Limit.Of of && of.size().bytes() == bytes;
    }

    /** Reads back once a second, and at each look until the kernel has taken what is wanted. */
    @Override
    public LoadReading look() throws IOException {
        checkOnDuty();
        long now = System.nanoTime();
        if (reading == null || isPending() || now - lookedNanos > LOOK_NANOS) {
            reading = read();
            lookedNanos = now;
        }
        calledNanos = System.nanoTime();
        return reading;
    }

    /**
     * Reads back at once.
     *
     * @throws IOException when somebody else has set it, or it could not be set
     */
    public void check() throws IOException {
        read();
    }

    private LoadReading read() throws IOException {
        if (writeFailure != null) {
            throw writeFailure;
        }
        Limit now = group.throttle();
        if (now.equals(wanted)) {
            set = wanted;
        } else if (!now.equals(set)) {
            checkHeard();
            throw new IOException(
                    "somebody has set memory.high of "
                            + group.path()
                            + " to "
                            + words(now)
                            + " during the run, where "
                            + words(set)
                            + " was expected; it is left at that");
        }
        if (!(group.limit() instanceof Limit.Of limit)) {
            throw new IOException("the limit of " + group.path() + " has been taken away");
        }
        long room = limit.size().bytes();
        long held = set instanceof Limit.Of of ? of.size().bytes() : 0;
        return new LoadReading(
                Kind.LIMIT, held, held == 0 ? room : Math.min(held, room), 0, 0, room);
    }

    private static String words(Limit value) {
        if (value instanceof Limit.Of of) {
            return of.size().toString();
        }
        return value instanceof Limit.Absent ? "nothing (its file is gone)" : "max";
    }

    /** Without a restorer nothing may be written: nobody would give it back. */
    private void checkOnDuty() throws IOException {
        if (!restorer.isOnDuty()) {
            throw noRestorer();
        }
    }

    /** In a launcher that has been stopped the value changes before its restorer is seen to end. */
    private void checkHeard() throws IOException {
        if (!restorer.isOnDuty() || System.nanoTime() - calledNanos > lease.toNanos()) {
            throw noRestorer();
        }
    }

    private IOException noRestorer() {
        return new IOException(
                "the restorer of memory.high has ended: it heard nothing from the launcher for "
                        + lease.toSeconds()
                        + " s and gave the value back, or somebody ended it");
    }

    /**
     * A thread of its own: the kernel sets the value, and then reclaims what is above it before the
     * write returns ({@code memory_high_write} in mm/memcontrol.c), which takes what it takes.
     */
    private void write() {
        Limit written = new Limit.Unlimited();
        while (!isClosing && writeFailure == null) {
            Limit next = wanted;
            if (next instanceof Limit.Of of && !next.equals(written)) {
                write(of.size().bytes());
                written = next;
            } else {
                LockSupport.park();
            }
        }
    }

    /** The file has no length, so there is nothing to truncate. */
    private void write(long bytes) {
        try {
            Files.write(
                    group.throttleFile(),
                    (bytes + "\n").getBytes(StandardCharsets.US_ASCII),
                    StandardOpenOption.WRITE);
        } catch (IOException | RuntimeException failure) {
            writeFailure =
                    new IOException(
                            "write `" + group.throttleFile() + "`: " + failure.getMessage(),
                            failure);
        }
    }

    /** What could not be given back, in a sentence; only after closing. */
    public Optional<String> left() {
        return left;
    }

    @Override
    public void close() throws IOException {
        if (isClosing) {
            return;
        }
        isClosing = true;
        LockSupport.unpark(writing);
        boolean isRestored;
        try {
            awaitTaken();
        } finally {
            isRestored = restorer.restore();
            stopWriting();
        }
        try {
            if (!isRestored || isOurs()) {
                // It was killed, or a launcher that woke up too late wrote once more: a second one
                // does it.
                entry.write();
                Restorer.start(SCRIPT, journal, lease).restore();
            }
        } finally {
            left = isOurs() ? Optional.of(leftSentence()) : Optional.empty();
        }
    }

    private String leftSentence() {
        return "memory.high of "
                + group.path()
                + " is still "
                + words(wanted)
                + " and could not be given back; `recover` tries again, or write `max` into `"
                + group.throttleFile()
                + "`";
    }

    /** A write that has begun is seen before it returns; after that nothing more is written. */
    private void awaitTaken() throws IOException {
        long deadline = System.nanoTime() + WRITE_DEADLINE.toNanos();
        while (writing.isAlive()
                && there().filter(now -> !now.equals(wanted)).isPresent()
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** A signal ends the kernel's reclaim, which is for nothing now. */
    private void stopWriting() {
        writing.interrupt();
        try {
            writing.join(WRITE_DEADLINE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOurs() throws IOException {
        return there().filter(now -> now.equals(wanted) || now.equals(set))
                .filter(Limit.Of.class::isInstance)
                .isPresent();
    }

    /** The value; none when the cgroup has been removed. */
    private Optional<Limit> there() throws IOException {
        try {
            return Optional.of(group.throttle());
        } catch (IOException failure) {
            if (Files.exists(group.throttleFile())) {
                throw failure;
            }
            return Optional.empty();
        }
    }
}
