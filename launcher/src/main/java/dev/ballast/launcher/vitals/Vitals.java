package dev.ballast.launcher.vitals;

import dev.ballast.launcher.control.AgentSnapshot;
import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.JvmFigures;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.timeline.Series;
import dev.ballast.launcher.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * Watches the target until it is closed, in a thread of its own, and notes what it sees in the
 * timeline.
 */
public final class Vitals implements AutoCloseable {
    /** Over which shares of time are told: PSI's own shortest average. */
    public static final Duration WINDOW = Duration.ofSeconds(10);

    /** The same for a chart, where ten seconds would hide what happened. */
    private static final Duration CHART_WINDOW = Duration.ofSeconds(1);

    private static final long PERIOD_NANOS = 100_000_000;

    /** What the agent said is not taken for the present any more. */
    private static final long STALE_NANOS = 1_000_000_000;

    private final VitalsReader reader;
    private final Timeline timeline;
    private final Deque<VitalSigns> history = new ArrayDeque<>();
    private final Thread thread = new Thread(this::watch, "ballast-vitals");
    private volatile Told told = new Told(0, Optional.empty());
    private volatile boolean isClosed;

    /** What the agent said, and when that was. */
    private record Told(long nanos, Optional<AgentSnapshot> jvm) {}

    /** Reads once, then goes on by itself. */
    public Vitals(Proc proc, TargetJvm target, Timeline timeline) {
        this.reader = new VitalsReader(proc, target);
        this.timeline = timeline;
        look();
        thread.setDaemon(true);
        thread.start();
    }

    /** What the agent has just told. Returns at once. */
    public void told(long nanos, AgentSnapshot jvm) {
        told = new Told(nanos, Optional.of(jvm));
    }

    /** What the agent told a moment ago; none while there is none, or it gives no sign. */
    public Optional<AgentSnapshot> agent() {
        Told last = told;
        return System.nanoTime() - last.nanos() < STALE_NANOS ? last.jvm() : Optional.empty();
    }

    private void watch() {
        LockSupport.parkNanos(PERIOD_NANOS);
        while (!isClosed) {
            look();
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    /** There is no agent any more: from now on, and at once, all is read from outside. */
    public void agentIsGone() {
        told = new Told(0, Optional.empty());
        LockSupport.unpark(thread);
    }

    private void look() {
        VitalSigns now = reader.read();
        synchronized (history) {
            history.addLast(now);
            while (history.size() > 1 && isOlder(history.peekFirst(), now)) {
                history.removeFirst();
            }
            history.notifyAll();
        }
        note(now);
    }

    private static boolean isOlder(VitalSigns then, VitalSigns now) {
        return now.nanos() - then.nanos() > WINDOW.toNanos() + PERIOD_NANOS;
    }

    private void note(VitalSigns now) {
        Optional<AgentSnapshot> agent = agent();
        if (agent.isEmpty()) { // else the control loop tells, and more often
            now.limit().ifPresent(limit -> put(now, Series.LIMIT, limit));
            now.use().ifPresent(use -> put(now, Series.USE, use.unreclaimable()));
            now.jvm()
                    .flatMap(JvmFigures::heapUsed)
                    .ifPresent(used -> put(now, Series.HEAP_USED, used));
        }
        now.rss().ifPresent(rss -> put(now, Series.RSS, rss));
        pressure(false, CHART_WINDOW).ifPresent(some -> put(now, Series.PSI_SOME, some));
        pressure(true, CHART_WINDOW).ifPresent(full -> put(now, Series.PSI_FULL, full));
        collections(CHART_WINDOW).ifPresent(share -> put(now, Series.GC_TIME, share));
        longestPause(now.nanos() - 2 * PERIOD_NANOS)
                .ifPresent(pause -> put(now, Series.PAUSE, pause));
        now.jvm()
                .flatMap(jvm -> boxed(jvm.liveThreads()))
                .ifPresent(threads -> put(now, Series.THREADS, threads));
    }

    private static Optional<Long> boxed(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private void put(VitalSigns now, Series series, ByteSize size) {
        put(now, series, size.bytes());
    }

    private void put(VitalSigns now, Series series, double value) {
        timeline.put(series, now.nanos(), value);
    }

    /**
     * What was read last, when shares of time can be told, which takes two readings; or after the
     * timeout, or an interruption, without.
     */
    public VitalSigns nowWithShares(Duration timeout) {
        try {
            awaitShares(timeout);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        return now();
    }

    private void awaitShares(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (history) {
            long left = timeout.toMillis();
            while (history.size() < 2 && left > 0 && !isClosed) {
                history.wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        }
    }

    /** What was read last. */
    public VitalSigns now() {
        synchronized (history) {
            return history.getLast();
        }
    }

    /** The newest that are at least so old, or the oldest while the run is younger. */
    private VitalSigns ago(Duration time) {
        synchronized (history) {
            long nanos = history.getLast().nanos() - time.toNanos();
            Iterator<VitalSigns> newestFirst = history.descendingIterator();
            VitalSigns then = newestFirst.next();
            while (newestFirst.hasNext() && then.nanos() > nanos) {
                then = newestFirst.next();
            }
            return then;
        }
    }

    /**
     * The part of the last while in which tasks waited for memory, in percent; none where the
     * kernel does not measure it for the target.
     *
     * @param isFull all of them, not only some
     */
    public OptionalDouble pressure(boolean isFull, Duration window) {
        ToLongFunction<MemoryPressure> micros =
                isFull ? MemoryPressure::fullMicros : MemoryPressure::someMicros;
        return share(
                window,
                signs -> signs.pressure().map(pressure -> 1000 * micros.applyAsLong(pressure)));
    }

    /** The part of the last while that went into collections, in percent, if the JVM tells. */
    public OptionalDouble collections(Duration window) {
        return share(window, signs -> signs.jvm().flatMap(jvm -> boxed(jvm.collectionNanos())));
    }

    private interface Counter {
        Optional<Long> nanos(VitalSigns signs);
    }

    private OptionalDouble share(Duration window, Counter counter) {
        VitalSigns now = now();
        VitalSigns then = ago(window);
        Optional<Long> last = counter.nanos(now);
        Optional<Long> first = counter.nanos(then);
        if (first.isEmpty() || last.isEmpty() || now.nanos() == then.nanos()) {
            return OptionalDouble.empty();
        }
        double part = (last.get() - first.get()) / (double) (now.nanos() - then.nanos());
        return OptionalDouble.of(100 * Math.max(0, part));
    }

    /**
     * The longest time in safepoints since then, in seconds, if the JVM tells: several within a
     * tenth of a second count together.
     *
     * @param sinceNanos by {@link System#nanoTime}; at most {@link #WINDOW} ago
     */
    public OptionalDouble longestPause(long sinceNanos) {
        OptionalDouble longest = OptionalDouble.empty();
        synchronized (history) {
            Optional<Long> before = Optional.empty();
            for (VitalSigns signs : history) {
                Optional<Long> nanos = signs.jvm().flatMap(jvm -> boxed(jvm.safepointNanos()));
                if (nanos.isPresent() && before.isPresent() && signs.nanos() > sinceNanos) {
                    double pause = Math.max(0, nanos.get() - before.get()) / 1e9;
                    longest = OptionalDouble.of(Math.max(pause, longest.orElse(0)));
                }
                before = nanos;
            }
        }
        return longest;
    }

    /** Why nothing is known of what the JVM publishes; none when it is. */
    public Optional<String> withoutCounters() {
        return reader.withoutCounters();
    }

    @Override
    public void close() {
        isClosed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        reader.close();
    }
}
