package dev.ballast.launcher.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The timeline of a result: series with a value at least once, by chart; phases and events.
 *
 * @param buckets as many as it takes to the last value, phase or event: a JVM that is gone has none
 */
record DrawnTimeline(
        double bucketSeconds,
        int buckets,
        List<Phase> phases,
        List<Event> events,
        Map<Chart, List<Series>> charts) {

    /** Which series share their axes, in the order of the page. */
    enum Chart {
        MEMORY("Memory"),
        PRESSURE("Pressure"),
        PAUSES("Pauses"),
        LATENCY("Latency of the probes"),
        COUNTS("Counts");

        private final String title;

        Chart(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    record Phase(String name, double fromSeconds, double toSeconds) {}

    record Event(double atSeconds, String kind, String words) {}

    /**
     * @param values one a bucket, NaN where nothing was measured
     */
    record Series(String name, String title, String unit, double[] values) {
        private Chart chart() {
            return switch (unit) {
                case "bytes" -> Chart.MEMORY;
                case "percent" -> Chart.PRESSURE;
                case "seconds" -> name.startsWith(LATENCY) ? Chart.LATENCY : Chart.PAUSES;
                default -> Chart.COUNTS;
            };
        }

        /** One more than the last bucket with a value. */
        private int measuredTo() {
            int to = values.length;
            while (to > 0 && Double.isNaN(values[to - 1])) {
                to--;
            }
            return to;
        }

        /** Those of a part of the run, sorted; all of them for the whole. */
        double[] measured(int from, int to) {
            double[] found =
                    Arrays.stream(
                                    values,
                                    Math.min(from, values.length),
                                    Math.min(to, values.length))
                            .filter(Double::isFinite)
                            .toArray();
            Arrays.sort(found);
            return found;
        }
    }

    private static final String LATENCY = "latency:";

    /** What a result has at most; more would come from somewhere else. */
    private static final int MOST_BUCKETS = 1 << 16;

    private static final double DEFAULT_BUCKET_SECONDS = 1;

    static DrawnTimeline of(ResultPart result) {
        ResultPart timeline = result.part("timeline");
        double given = timeline.number("bucketSeconds").orElse(0);
        double bucket = given > 0 ? given : DEFAULT_BUCKET_SECONDS;
        List<Phase> phases = result.parts("phases").stream().map(DrawnTimeline::phase).toList();
        List<Event> events = timeline.parts("events").stream().map(DrawnTimeline::event).toList();
        Map<Chart, List<Series>> charts = new EnumMap<>(Chart.class);
        int measured = 0;
        for (ResultPart fields : timeline.parts("series")) {
            Series series = series(fields);
            if (series.measuredTo() > 0) {
                charts.computeIfAbsent(series.chart(), chart -> new ArrayList<>()).add(series);
                measured = Math.max(measured, series.measuredTo());
            }
        }
        double end =
                DoubleStream.concat(
                                phases.stream().mapToDouble(Phase::toSeconds),
                                events.stream().mapToDouble(Event::atSeconds))
                        .max()
                        .orElse(0);
        int seen = (int) Math.max(0, Math.min(MOST_BUCKETS, Math.ceil(end / bucket) + 1));
        return new DrawnTimeline(bucket, Math.max(measured, seen), phases, events, charts);
    }

    private static Series series(ResultPart fields) {
        String name = fields.text("name").orElse("");
        String title = fields.text("title").orElse(name.isEmpty() ? "without a name" : name);
        double[] values = fields.numbers("values");
        return new Series(
                name,
                name.startsWith(LATENCY) ? name.substring(LATENCY.length()) : title,
                fields.text("unit").orElse("count"),
                values.length > MOST_BUCKETS ? Arrays.copyOf(values, MOST_BUCKETS) : values);
    }

    private static Phase phase(ResultPart fields) {
        double from = fields.number("fromSeconds").orElse(0);
        return new Phase(
                fields.text("name").orElse("phase"), from, fields.number("toSeconds").orElse(from));
    }

    private static Event event(ResultPart fields) {
        String kind = fields.text("kind").orElse("event");
        return new Event(
                fields.number("atSeconds").orElse(0), kind, fields.text("words").orElse(kind));
    }

    double lengthSeconds() {
        return bucketSeconds * Math.max(1, buckets - 1);
    }

    /** The values of a series in a phase, sorted; none where the run had no such phase. */
    double[] measured(Series series, String phase) {
        return phases.stream()
                .filter(found -> found.name().equals(phase))
                .findFirst()
                .map(
                        found ->
                                series.measured(
                                        bucket(found.fromSeconds()), bucket(found.toSeconds())))
                .orElse(new double[0]);
    }

    private int bucket(double seconds) {
        return (int) Math.max(0, Math.min(buckets, Math.round(seconds / bucketSeconds)));
    }
}
