package dev.ballast.launcher.report;

import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.probe.Tally;
import dev.ballast.launcher.quantity.Unit;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.trial.TrialResult;
import dev.ballast.launcher.trial.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What happened and what it means, as it is printed at the end. */
public final class TrialText {
    private TrialText() {}

    /** The result's own lines, with the verdict in front of them and the probes behind. */
    public static List<String> lines(TrialResult trial) {
        List<String> lines = new ArrayList<>();
        List<String> ofResult = ResultText.lines(trial.result());
        lines.add(ofResult.get(0));
        lines.add(PlanText.field("verdict", verdict(trial.verdict())));
        if (!trial.verdict().isFaultConfirmed()) {
            lines.add(
                    PlanText.field(
                            "fault",
                            "not confirmed: " + String.join("; ", trial.verdict().evidence())));
        }
        lines.addAll(ofResult.subList(1, ofResult.size()));
        trial.probes().forEach(probe -> lines.addAll(probe(probe)));
        if (trial.errors().isAny()) {
            lines.add(
                    PlanText.field(
                            "errors",
                            trial.errors().count().getAsLong()
                                    + " OutOfMemoryErrors thrown by the JVM"));
        }
        trial.recovery().ifPresent(after -> lines.add(PlanText.field("recovery", after.words())));
        trial.verdict()
                .expected()
                .ifPresent(
                        end ->
                                lines.add(
                                        PlanText.field(
                                                "expected",
                                                end.words()
                                                        + (trial.verdict().isAsExpected()
                                                                ? ": so it was"
                                                                : ": so it was not"))));
        return lines;
    }

    private static String verdict(Verdict verdict) {
        String score =
                verdict.score().isPresent() ? ", score " + TrialWords.score(verdict.score()) : "";
        return verdict.kind().words() + score + " - " + verdict.sentence();
    }

    private static List<String> probe(ProbeReport probe) {
        List<String> lines = new ArrayList<>();
        Tally during = probe.tallies().get(Phase.DURING);
        lines.add(
                PlanText.field(
                        "probe",
                        probe.spec().name()
                                + ": "
                                + probe.state().words()
                                + ", "
                                + during.passed()
                                + " of "
                                + during.looks()
                                + " looks passed meanwhile"
                                + latency(probe)));
        probe.findings().forEach(finding -> lines.add(PlanText.field("", "  " + finding)));
        return lines;
    }

    private static String latency(ProbeReport probe) {
        OptionalDouble before = probe.tallies().get(Phase.BEFORE).percentile(99);
        OptionalDouble during = probe.tallies().get(Phase.DURING).percentile(99);
        if (during.isEmpty()) {
            return "";
        }
        return ", p99 "
                + Unit.SECONDS.words(during.getAsDouble())
                + (before.isPresent()
                        ? " (before: " + Unit.SECONDS.words(before.getAsDouble()) + ")"
                        : "");
    }
}
