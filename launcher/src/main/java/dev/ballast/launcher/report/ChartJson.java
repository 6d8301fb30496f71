package dev.ballast.launcher.report;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.ballast.launcher.report.DrawnTimeline.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the page's script draws, as JSON that can stand in a script element. A series' values are
 * the differences of whole multiples of its quantum, which are short, as {@code "58593,0,,12"}:
 * nothing between two commas where nothing was measured.
 */
final class ChartJson {
    /** The largest value of a series is at most this many quanta: finer than any screen. */
    private static final int MOST_QUANTA = 1 << 18;

    private ChartJson() {}

    static String of(DrawnTimeline timeline, List<ResultPart> probes) throws IOException {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("step", timeline.bucketSeconds());
        page.put("count", timeline.buckets());
        page.put(
                "phases",
                timeline.phases().stream()
                        .map(phase -> List.of(phase.name(), phase.fromSeconds(), phase.toSeconds()))
                        .toList());
        page.put(
                "events",
                timeline.events().stream()
                        .map(event -> List.of(event.atSeconds(), event.words()))
                        .toList());
        page.put("failures", failures(probes));
        List<Object> charts = new ArrayList<>();
        timeline.charts()
                .forEach(
                        (chart, series) -> {
                            Map<String, Object> fields = new LinkedHashMap<>();
                            fields.put("id", ChartsView.id(chart));
                            fields.put(
                                    "series",
                                    series.stream()
                                            .map(one -> fields(one, timeline.buckets()))
                                            .toList());
                            charts.add(fields);
                        });
        page.put("charts", charts);
        return safeInScript(JSON.std.asString(page));
    }

    /**
     * Such characters are only ever in JSON's strings, so they can be written in its other way.
     * Without {@code <} nothing ends the element or begins a comment in it.
     */
    static String safeInScript(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static List<Object> failures(List<ResultPart> probes) {
        List<Object> failures = new ArrayList<>();
        for (ResultPart probe : probes) {
            for (ResultPart failure : probe.parts("failures")) {
                failure.number("atSeconds")
                        .ifPresent(
                                at ->
                                        failures.add(
                                                List.of(
                                                        at,
                                                        probe.text("name").orElse("probe")
                                                                + ": "
                                                                + failure.text("words")
                                                                        .orElse("failed"))));
            }
        }
        return failures;
    }

    private static Map<String, Object> fields(Series series, int count) {
        double quantum = quantum(series);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", series.name());
        fields.put("title", series.title());
        fields.put("unit", series.unit());
        fields.put("quantum", quantum);
        fields.put(
                "values",
                differences(series.values(), Math.min(count, series.values().length), quantum));
        return fields;
    }

    private static double quantum(Series series) {
        double most = 0;
        for (double value : series.values()) {
            most = Double.isFinite(value) ? Math.max(most, Math.abs(value)) : most;
        }
        double quantum =
                switch (series.unit()) {
                    case "bytes" -> 1024;
                    case "seconds" -> 1e-5;
                    default -> 0.01;
                };
        while (most / quantum > MOST_QUANTA) {
            quantum *= 2;
        }
        return quantum;
    }

    private static String differences(double[] values, int count, double quantum) {
        StringBuilder words = new StringBuilder();
        long last = 0;
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                words.append(',');
            }
            if (Double.isFinite(values[i])) {
                long quanta = Math.round(values[i] / quantum);
                words.append(quanta - last);
                last = quanta;
            }
        }
        return words.toString();
    }
}
