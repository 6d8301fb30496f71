package dev.ballast.launcher.report;

import dev.ballast.launcher.report.DrawnTimeline.Chart;
import dev.ballast.launcher.report.DrawnTimeline.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the page says about the charts in words: for those who do not see them, and on paper. */
record ChartsView(
        List<Figure> charts,
        List<Phase> phases,
        List<Event> events,
        List<Numbers> numbers,
        String more) {
    /** One chart; {@code label} states its essentials. */
    record Figure(String id, String title, String label) {}

    record Phase(
            String name,
            boolean isDuring,
            String from,
            String to,
            double fromSeconds,
            double toSeconds) {}

    record Event(String at, String words, String kind) {}

    /** One series in numbers. */
    record Numbers(
            String title,
            String lowest,
            String highest,
            String before,
            String during,
            String after) {}

    private static final int MOST_IN_A_LABEL = 8;

    /** As many rows as a table can still be read with. */
    private static final int MOST_EVENTS = 200;

    boolean hasPhases() {
        return !phases.isEmpty();
    }

    static ChartsView of(DrawnTimeline timeline) {
        List<Figure> figures = new ArrayList<>();
        List<Numbers> numbers = new ArrayList<>();
        timeline.charts()
                .forEach(
                        (chart, series) -> {
                            figures.add(
                                    new Figure(
                                            id(chart),
                                            title(chart, series),
                                            label(timeline, chart, series)));
                            series.forEach(one -> numbers.add(numbers(timeline, one)));
                        });
        int events = timeline.events().size();
        return new ChartsView(
                figures,
                timeline.phases().stream().map(ChartsView::phase).toList(),
                timeline.events().stream().limit(MOST_EVENTS).map(ChartsView::event).toList(),
                numbers,
                events > MOST_EVENTS ? (events - MOST_EVENTS) + " more are not listed." : "");
    }

    /** Of what is only counted, a single series is named itself. */
    private static String title(Chart chart, List<Series> series) {
        return chart == Chart.COUNTS && series.size() == 1 ? series.get(0).title() : chart.title();
    }

    static String id(Chart chart) {
        return chart.name().toLowerCase(Locale.ROOT);
    }

    private static Phase phase(DrawnTimeline.Phase phase) {
        return new Phase(
                phase.name(),
                phase.name().equals("during"),
                HtmlWords.fullSeconds(phase.fromSeconds()),
                HtmlWords.fullSeconds(phase.toSeconds()),
                phase.fromSeconds(),
                phase.toSeconds());
    }

    private static Event event(DrawnTimeline.Event event) {
        return new Event(HtmlWords.clock(event.atSeconds()), event.words(), event.kind());
    }

    private static String label(DrawnTimeline timeline, Chart chart, List<Series> all) {
        String series =
                all.stream()
                        .limit(MOST_IN_A_LABEL)
                        .map(one -> essentials(timeline, one))
                        .collect(Collectors.joining("; "));
        int more = all.size() - MOST_IN_A_LABEL;
        return "Chart: "
                + title(chart, all)
                + " over "
                + HtmlWords.time(timeline.lengthSeconds())
                + ". "
                + series
                + (more > 0 ? "; and " + more + " more" : "")
                + ".";
    }

    private static String essentials(DrawnTimeline timeline, Series series) {
        Numbers numbers = numbers(timeline, series);
        return series.title()
                + " "
                + (numbers.lowest().equals(numbers.highest())
                        ? "always " + numbers.lowest()
                        : "from " + numbers.lowest() + " to " + numbers.highest())
                + (numbers.during().equals("–") ? "" : ", median during " + numbers.during());
    }

    private static Numbers numbers(DrawnTimeline timeline, Series series) {
        double[] all = series.measured(0, series.values().length);
        String unit = series.unit();
        return new Numbers(
                series.title(),
                HtmlWords.value(all[0], unit),
                HtmlWords.value(all[all.length - 1], unit),
                median(timeline.measured(series, "before"), unit),
                median(timeline.measured(series, "during"), unit),
                median(timeline.measured(series, "after"), unit));
    }

    private static String median(double[] sorted, String unit) {
        return sorted.length == 0 ? "–" : HtmlWords.value(sorted[sorted.length / 2], unit);
    }
}
