package dev.ballast.launcher.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The probes: one line for each, and one card with everything.
 *
 * @param kind the state as a name in the style sheet and of its icon
 * @param compared the middle and the tail of the latency, before against during
 * @param rows one for each figure, with a cell for each phase
 * @param more how many failures are not listed; empty for none
 */
record ProbesView(
        int number,
        String name,
        String subject,
        String mode,
        List<String> checks,
        String state,
        String kind,
        String score,
        Bar bar,
        List<Compared> compared,
        List<Row> rows,
        List<Failure> failures,
        String more) {

    /** The looks of the phase {@code during} as shares of 100. */
    record Bar(
            String words,
            double passed,
            double failed,
            double unseen,
            double failedFrom,
            double unseenFrom) {}

    record Compared(String name, String before, String during, boolean isKnown) {}

    record Row(String name, String kind, List<Cell> cells) {}

    record Cell(String value, boolean isNone) {}

    record Failure(String at, String phase, String words) {}

    private static final List<String> PHASES = List.of("before", "during", "after");

    /** As long as a result has them; a hostile one may have more. */
    private static final int MOST_FAILURES = 50;

    boolean hasChecks() {
        return !checks.isEmpty();
    }

    boolean hasFailures() {
        return !failures.isEmpty();
    }

    static List<ProbesView> of(ResultPart result) {
        List<ProbesView> views = new ArrayList<>();
        for (ResultPart probe : result.parts("probes")) {
            views.add(of(probe, views.size() + 1));
        }
        return views;
    }

    private static ProbesView of(ResultPart probe, int number) {
        String state = probe.text("state").orElse("");
        List<ResultPart> failures = probe.parts("failures");
        long listed = Math.min(failures.size(), MOST_FAILURES);
        long more = probe.count("failureCount").orElse(0L) - listed;
        return new ProbesView(
                number,
                probe.text("name").orElse("probe " + number),
                probe.text("subject").orElse(""),
                mode(probe),
                probe.texts("checks"),
                state(state),
                kind(state),
                probe.number("score", HtmlWords::plain).orElse("–"),
                bar(probe.part("phases").part("during")),
                Stream.of("p50", "p99", "max").map(name -> compared(probe, name)).toList(),
                rows(probe),
                failures.stream().limit(MOST_FAILURES).map(ProbesView::failure).toList(),
                more > 0 ? HtmlWords.counted(more, "more failure", "more failures") : "");
    }

    private static String mode(ResultPart probe) {
        Optional<String> weight =
                probe.number("weight", HtmlWords::plain).filter(words -> !words.equals("1"));
        return probe.text("mode").map(mode -> mode.toLowerCase(Locale.ROOT)).orElse("")
                + weight.map(words -> ", weight " + words).orElse("");
    }

    private static String state(String state) {
        return switch (state) {
            case "HELD" -> "held";
            case "FAILED" -> "failed";
            case "UNSEEN" -> "could not look";
            default -> "unknown";
        };
    }

    private static String kind(String state) {
        return switch (state) {
            case "HELD" -> "ok";
            case "FAILED" -> "failed";
            default -> "unseen";
        };
    }

    private static Bar bar(ResultPart during) {
        long passed = during.count("passed").orElse(0L);
        long failed = during.count("failed").orElse(0L);
        long unseen = during.count("unseen").orElse(0L);
        double all = Math.max(1, passed + failed + unseen);
        String words =
                passed + failed + unseen == 0
                        ? "no look"
                        : passed
                                + " passed"
                                + (failed > 0 ? ", " + failed + " failed" : "")
                                + (unseen > 0 ? ", " + unseen + " could not look" : "");
        double failedFrom = 100 * passed / all;
        double unseenFrom = 100 * (passed + failed) / all;
        return new Bar(
                words, failedFrom, 100 * failed / all, 100 * unseen / all, failedFrom, unseenFrom);
    }

    private static Compared compared(ResultPart probe, String name) {
        Cell before = latency(probe, "before", name);
        Cell during = latency(probe, "during", name);
        return new Compared(
                name, before.value(), during.value(), !before.isNone() || !during.isNone());
    }

    private static Cell latency(ResultPart probe, String phase, String name) {
        return cell(
                probe.part("phases")
                        .part(phase)
                        .part("latency")
                        .number(name + "Seconds", HtmlWords::latency));
    }

    private static Cell cell(Optional<String> value) {
        return new Cell(value.orElse("–"), value.isEmpty() || value.get().equals("0"));
    }

    private static List<Row> rows(ResultPart probe) {
        return List.of(
                counts(probe, "looks", "looks", ""),
                counts(probe, "passed", "passed", "ok"),
                counts(probe, "failed", "failed", "failed"),
                counts(probe, "could not look", "unseen", "unseen"),
                latencies(probe, "p50"),
                latencies(probe, "p90"),
                latencies(probe, "p99"),
                latencies(probe, "max"));
    }

    private static Row counts(ResultPart probe, String name, String field, String kind) {
        return row(
                name,
                kind,
                phase -> cell(probe.part("phases").part(phase).count(field).map(String::valueOf)));
    }

    private static Row latencies(ResultPart probe, String name) {
        return row(name, "", phase -> latency(probe, phase, name));
    }

    private static Row row(String name, String kind, Function<String, Cell> cells) {
        return new Row(name, kind, PHASES.stream().map(cells).toList());
    }

    private static Failure failure(ResultPart failure) {
        return new Failure(
                failure.number("atSeconds", HtmlWords::clock).orElse("–"),
                failure.text("phase").orElse("–"),
                failure.text("words").orElse("no words"));
    }
}
