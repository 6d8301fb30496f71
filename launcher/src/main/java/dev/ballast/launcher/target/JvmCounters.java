package dev.ballast.launcher.target;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A JVM's own numbers, read while it runs without asking it. For one thread, which a file system of
 * the target's (FUSE) can keep waiting.
 */
public final class JvmCounters implements AutoCloseable {
    /** Of a count, or of nanoseconds: 18 years. Sums and differences of such do not overflow. */
    private static final long LARGEST = 1L << 59;

    /** On Linux: os::elapsed_frequency() in os_linux.cpp and os_posix.cpp. */
    private static final long TICKS_PER_SECOND = 1_000_000_000;

    private static final int MOST_COLLECTORS = 5;
    private static final String[] INVOCATIONS = new String[MOST_COLLECTORS];
    private static final String[] TIME = new String[MOST_COLLECTORS];

    static {
        for (int i = 0; i < MOST_COLLECTORS; i++) {
            INVOCATIONS[i] = "sun.gc.collector." + i + ".invocations";
            TIME[i] = "sun.gc.collector." + i + ".time";
        }
    }

    /**
     * From this version on {@code sun.rt.safepointTime} is without {@code
     * sun.rt.safepointSyncTime}, the time until the last thread has stopped: not yet on 11, so on
     * 17.
     */
    private static final int MAJOR_WITHOUT_SYNC = 13;

    private final TargetJvm target;
    private final Optional<PerfFile> file;
    private final HeapAfterCollection heapAfter = new HeapAfterCollection();
    private final Map<String, Long> last = new HashMap<>();

    private JvmCounters(TargetJvm target, Optional<PerfFile> file) {
        this.target = target;
        this.file = file;
    }

    /**
     * Of a JVM that publishes nothing too: then no figure is ever known.
     *
     * @throws IOException when it publishes something that cannot be read
     */
    public static JvmCounters open(Proc proc, TargetJvm target) throws IOException {
        Optional<String> path =
                new JvmFiles(proc.mappedFiles(target.process().pid()))
                        .perfData(target.namespacePid());
        return new JvmCounters(
                target,
                path.isEmpty()
                        ? Optional.empty()
                        : Optional.of(PerfFile.open(proc, target, path.get())));
    }

    /** Why no figure is known, if none is, for people. */
    public Optional<String> reasonForNone() {
        return file.isPresent()
                ? Optional.empty()
                : Optional.of(
                        "the JVM publishes nothing of itself: it was started with -XX:-UsePerfData,"
                                + " its user has no name in its /etc/passwd, or its file in /tmp"
                                + " was removed");
    }

    /**
     * @throws dev.ballast.launcher.proc.ProcessGone when it has exited
     * @throws IOException when what it publishes cannot be read any more, or is nonsense
     */
    public JvmFigures read() throws IOException {
        if (file.isEmpty()) {
            return JvmFigures.NONE;
        }
        PerfData before = file.get().read();
        PerfData now = file.get().read();
        file.get().checkAlive();
        return figures(now, heapAfter.after(before, now));
    }

    private JvmFigures figures(PerfData now, Optional<ByteSize> left) throws IOException {
        boolean mixesItsTimes = CollectorKind.of(now).equals(Optional.of(CollectorKind.SHENANDOAH));
        OptionalLong none = OptionalLong.empty();
        return new JvmFigures(
                CollectorKind.of(now).map(CollectorKind::toString),
                mixesItsTimes ? none : grown(INVOCATIONS[0], sum(now, INVOCATIONS)),
                mixesItsTimes || !hasNanos(now) ? none : grown(TIME[0], sum(now, TIME)),
                grown("sun.rt.safepoints", checked(now, "sun.rt.safepoints")),
                hasNanos(now) ? grown("sun.rt.safepointTime", safepointNanos(now)) : none,
                checked(now, "java.threads.live"),
                size(now.heapUsed()),
                size(now.heapMax()),
                left);
    }

    private static boolean hasNanos(PerfData now) {
        return now.number("sun.os.hrt.frequency").equals(OptionalLong.of(TICKS_PER_SECOND));
    }

    private static Optional<ByteSize> size(OptionalLong bytes) {
        return bytes.isPresent() ? Optional.of(new ByteSize(bytes.getAsLong())) : Optional.empty();
    }

    private OptionalLong safepointNanos(PerfData now) throws IOException {
        OptionalLong stopped = checked(now, "sun.rt.safepointTime");
        OptionalLong stopping = checked(now, "sun.rt.safepointSyncTime");
        OptionalInt major = JvmDetails.major(now.text("java.property.java.version").orElse(""));
        if (stopped.isEmpty() || stopping.isEmpty() || major.isEmpty()) {
            return OptionalLong.empty();
        }
        return major.getAsInt() < MAJOR_WITHOUT_SYNC
                ? stopped
                : OptionalLong.of(stopped.getAsLong() + stopping.getAsLong());
    }

    /** Of all collectors that publish it. */
    private OptionalLong sum(PerfData now, String[] names) throws IOException {
        long sum = 0;
        boolean isAny = false;
        for (String name : names) {
            OptionalLong value = checked(now, name);
            isAny |= value.isPresent();
            sum += value.orElse(0);
        }
        return isAny ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /** What a JVM only counts up. */
    private OptionalLong grown(String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            long previous = last.getOrDefault(name, 0L);
            if (value.getAsLong() < previous) {
                throw nonsense(name + " went from " + previous + " to " + value.getAsLong());
            }
            last.put(name, value.getAsLong());
        }
        return value;
    }

    private OptionalLong checked(PerfData now, String name) throws IOException {
        OptionalLong value = now.number(name);
        if (value.isPresent() && (value.getAsLong() < 0 || value.getAsLong() > LARGEST)) {
            throw nonsense(name + " is " + value.getAsLong());
        }
        return value;
    }

    private IOException nonsense(String what) {
        return PerfFile.unreadable(target, what + ", which is nonsense", null);
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
