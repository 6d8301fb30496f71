package dev.ballast.launcher.report;

import dev.ballast.launcher.probe.Failure;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.probe.Tally;
import dev.ballast.launcher.quantity.Unit;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.trial.TrialResult;
import dev.ballast.launcher.trial.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** A result for the page of a CI job ({@code $GITHUB_STEP_SUMMARY}), in GitHub's Markdown. */
public final class MarkdownSummary {
    private static final int FAILURES_SHOWN = 10;

    private final TrialResult trial;
    private final StringBuilder text = new StringBuilder();

    private MarkdownSummary(TrialResult trial) {
        this.trial = trial;
    }

    /** Without how to run it again, which only the command line knows. */
    public static String of(TrialResult trial) {
        return of(trial, List.of());
    }

    /**
     * @param arguments of the launcher that led to this result; none when they are not known
     */
    public static String of(TrialResult trial, List<String> arguments) {
        MarkdownSummary summary = new MarkdownSummary(trial);
        summary.verdict();
        summary.facts();
        if (!trial.probes().isEmpty()) {
            summary.probes();
        }
        summary.firstFailures();
        if (!arguments.isEmpty()) {
            summary.again(arguments);
        }
        return summary.text.toString();
    }

    private void verdict() {
        Verdict verdict = trial.verdict();
        String expected =
                verdict.expected()
                        .map(
                                end ->
                                        verdict.isAsExpected()
                                                ? ", as expected"
                                                : ", but expected " + end.words())
                        .orElse("");
        text.append("### ").append(symbol(verdict)).append(" ballast: ");
        text.append(Markdown.text(trial.verdict().kind().words() + expected)).append("\n\n");
        text.append(Markdown.text(verdict.sentence())).append("\n\n");
    }

    /** Of an end that was expected, whichever it is, a good one. */
    private static String symbol(Verdict verdict) {
        if (verdict.expected().isPresent()) {
            return verdict.isAsExpected() ? "✅" : "❌";
        }
        return switch (verdict.kind()) {
            case SURVIVED -> "✅";
            case DEGRADED -> "⚠️";
            case KILLED -> "❌";
            case INCONCLUSIVE -> "❔";
        };
    }

    private void facts() {
        Map<String, String> facts = TrialWords.facts(trial);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("what", "value"));
        for (String name : List.of("level", "held", "peak", "score", "recovery", "RSS")) {
            rows.add(List.of(name, facts.get(name)));
        }
        text.append(Markdown.table(rows));
    }

    /** Times and counts are of the looks while the memory was held, or of all without such. */
    private void probes() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "probe",
                        "result",
                        "p99 before",
                        "p99 during",
                        "passed",
                        "failed",
                        "could not look"));
        for (ProbeReport probe : trial.probes()) {
            rows.add(
                    List.of(
                            probe.spec().name(),
                            probe.state().words(),
                            p99(probe, Phase.BEFORE),
                            p99(probe, Phase.DURING),
                            count(probe, Tally::passed),
                            count(probe, Tally::failed),
                            count(probe, Tally::unseen)));
        }
        text.append(Markdown.table(rows));
    }

    private static String p99(ProbeReport probe, Phase phase) {
        Tally tally = probe.tallies().get(phase);
        OptionalDouble seconds = tally == null ? OptionalDouble.empty() : tally.percentile(99);
        return seconds.isEmpty() ? "-" : Unit.SECONDS.words(seconds.getAsDouble());
    }

    private static String count(ProbeReport probe, ToIntFunction<Tally> looks) {
        boolean isDuring = probe.spec().mode().isIn(Phase.DURING);
        return Integer.toString(
                probe.tallies().entrySet().stream()
                        .filter(tally -> !isDuring || tally.getKey() == Phase.DURING)
                        .mapToInt(tally -> looks.applyAsInt(tally.getValue()))
                        .sum());
    }

    private void firstFailures() {
        List<String> lines = new ArrayList<>();
        int all = 0;
        for (ProbeReport probe : trial.probes()) {
            all += probe.failureCount();
            for (Failure failure : probe.failures()) {
                lines.add(
                        probe.spec().name()
                                + " at "
                                + TrialWords.when(failure)
                                + ": "
                                + failure.words());
            }
        }
        if (all > 0) {
            List<String> shown = lines.subList(0, Math.min(FAILURES_SHOWN, lines.size()));
            text.append("First failures, ").append(shown.size()).append(" of ").append(all);
            text.append(":\n\n").append(Markdown.list(shown));
        }
    }

    private void again(List<String> arguments) {
        String command =
                arguments.stream()
                        .map(MarkdownSummary::quoted)
                        .collect(Collectors.joining(" ", "java -jar launcher.jar ", ""));
        text.append("Run it again:\n\n").append(Markdown.code("sh", command));
    }

    /** As a shell reads it. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=%@,+-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
