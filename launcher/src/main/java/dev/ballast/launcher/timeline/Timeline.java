package dev.ballast.launcher.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was measured and what happened, from the start of a run to its end. Its memory is bounded:
 * when its intervals are used up, each two become one, so a run of hours keeps as many points as
 * one of minutes. Any thread may add to it, at any moment and in any order.
 */
public final class Timeline {
    /** Some 50 KiB for each series; and more points than a screen has columns. */
    static final int MOST_INTERVALS = 4096;

    /** As often as the slowest of those who measure. */
    static final long SHORTEST_INTERVAL_NANOS = 100_000_000;

    /** A probe that fails and passes in turns for hours must not fill the memory either. */
    static final int MOST_EVENTS = 500;

    private final long startNanos;
    private final Instant start;
    private final Map<Series, Cells> columns = new LinkedHashMap<>();

    /** The same for those who only want the newest: the control loop never waits for them. */
    private final Map<Series, Cells> newest = new ConcurrentHashMap<>();

    private final List<Event> events = new ArrayList<>();
    private final List<Span> phases = new ArrayList<>();
    private long intervalNanos = SHORTEST_INTERVAL_NANOS;
    private long lastNanos;
    private int unkept;

    /**
     * @param startNanos by {@link System#nanoTime}
     */
    public Timeline(long startNanos, Instant start) {
        this.startNanos = startNanos;
        this.start = start;
    }

    /** From now on. */
    public static Timeline begin() {
        return new Timeline(System.nanoTime(), Instant.now());
    }

    /** A value of that moment; one from before the start counts for the start. */
    public synchronized void put(Series series, long nanos, double value) {
        Cells cells = columns.get(series);
        if (cells == null) {
            cells = new Cells(series.keeps(), MOST_INTERVALS);
            columns.put(series, cells);
            newest.put(series, cells);
        }
        cells.put(cell(nanos), Math.max(startNanos, nanos), value);
    }

    private int cell(long nanos) {
        long since = Math.max(0, nanos - startNanos);
        lastNanos = Math.max(lastNanos, since);
        while (since / intervalNanos >= MOST_INTERVALS) {
            columns.values().forEach(Cells::halve);
            intervalNanos *= 2;
        }
        return (int) (since / intervalNanos);
    }

    public synchronized void event(long nanos, Event.Kind kind, String words) {
        lastNanos = Math.max(lastNanos, nanos - startNanos);
        if (events.size() < MOST_EVENTS) {
            events.add(new Event(seconds(nanos), kind, words));
        } else {
            unkept++;
        }
    }

    /** The phase that was ends, and this one begins. */
    public synchronized void phase(long nanos, Phase phase) {
        endPhase(nanos);
        phases.add(new Span(phase, seconds(nanos), Double.NaN));
    }

    /** The last phase ends. */
    public synchronized void end(long nanos) {
        endPhase(nanos);
        lastNanos = Math.max(lastNanos, nanos - startNanos);
    }

    private void endPhase(long nanos) {
        if (!phases.isEmpty() && Double.isNaN(phases.get(phases.size() - 1).toSeconds())) {
            Span last = phases.remove(phases.size() - 1);
            phases.add(new Span(last.phase(), last.fromSeconds(), seconds(nanos)));
        }
    }

    /** The value that was added last, without ever holding up who adds; none before the first. */
    public OptionalDouble last(Series series) {
        return last(series, startNanos);
    }

    /**
     * The same, and none either when it is of an earlier moment than this.
     *
     * @param sinceNanos by {@link System#nanoTime}
     */
    public OptionalDouble last(Series series, long sinceNanos) {
        Cells cells = newest.get(series);
        double last = cells == null ? Double.NaN : cells.lastSince(sinceNanos);
        return Double.isNaN(last) ? OptionalDouble.empty() : OptionalDouble.of(last);
    }

    /** Since the start; {@code nanos} by {@link System#nanoTime}. */
    public double seconds(long nanos) {
        return Math.max(0, nanos - startNanos) / 1e9;
    }

    /** What there is now. */
    public synchronized View view() {
        int length = (int) Math.min(MOST_INTERVALS, lastNanos / intervalNanos + 1);
        List<Column> kept = new ArrayList<>();
        columns.forEach((series, cells) -> kept.add(new Column(series, cells.values(length))));
        return new View(
                start,
                lastNanos / 1e9,
                intervalNanos / 1e9,
                kept,
                List.copyOf(phases),
                List.copyOf(events),
                unkept);
    }

    /**
     * One phase.
     *
     * @param toSeconds not a number while it lasts
     */
    public record Span(Phase phase, double fromSeconds, double toSeconds) {}

    /**
     * A copy.
     *
     * @param seconds that it is long
     * @param intervalSeconds that one value stands for
     * @param unkept events that there was no room for
     */
    public record View(
            Instant start,
            double seconds,
            double intervalSeconds,
            List<Column> columns,
            List<Span> phases,
            List<Event> events,
            int unkept) {
        /** Of a series, one for each interval; empty when it has none. */
        public double[] values(Series series) {
            return columns.stream()
                    .filter(column -> column.series().equals(series))
                    .findFirst()
                    .map(Column::values)
                    .orElse(new double[0]);
        }
    }
}
