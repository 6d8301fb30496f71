package dev.ballast.launcher.report;

import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.probe.Failure;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.shape.Wanted;
import dev.ballast.launcher.trial.Recovery;
import dev.ballast.launcher.trial.TrialResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A trial's facts in few words, for formats that show each beside its name. */
final class TrialWords {
    private TrialWords() {}

    /** By name, in the order in which they are to be shown. */
    static Map<String, String> facts(TrialResult trial) {
        Result result = trial.result();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("verdict", trial.verdict().kind().words());
        trial.verdict().expected().ifPresent(end -> facts.put("expected", end.words()));
        facts.put("score", score(trial.verdict().score()));
        facts.put("outcome", result.outcome().words());
        facts.put("exit code", Integer.toString(trial.exitCode()));
        facts.put("target", result.plan().target().name());
        facts.put("level", level(result));
        facts.put("held", held(result));
        facts.put(
                "peak",
                result.peakUse()
                        + " ("
                        + PlanText.percent(result.peakUse(), result.plan().limit())
                        + " of the limit)");
        facts.put("recovery", trial.recovery().map(Recovery::words).orElse("the JVM is gone"));
        facts.put("RSS", rss(result));
        return facts;
    }

    /** Rounded down: 100 is for those of which none failed. */
    static String score(OptionalDouble score) {
        return score.isEmpty()
                ? "no probe looked"
                : (int) Math.floor(score.getAsDouble()) + " of 100";
    }

    private static String level(Result result) {
        ByteSize wanted = result.plan().wantedUse();
        Wanted asked = result.plan().intent().wanted();
        if (!asked.isSteady() || asked.isNothing()) {
            return result.plan().intent().words();
        }
        return result.plan().intent().words()
                + " ("
                + wanted
                + ", "
                + PlanText.percent(wanted, result.plan().limit())
                + " of the limit)";
    }

    private static String held(Result result) {
        String held =
                result.reachedAfter().map(after -> reached(result, after)).orElse("not reached");
        String backedOff = result.backedOffTo().map(to -> ", backed off to " + to).orElse("");
        return held + backedOff + ", held for " + Durations.words(result.heldFor());
    }

    private static String reached(Result result, Duration after) {
        return (result.plan().intent().wanted().isSteady() ? "reached after " : "begun after ")
                + Durations.words(after);
    }

    private static String rss(Result result) {
        return size(result.rss().before())
                + " before, "
                + size(result.rss().during())
                + " during, "
                + size(result.rss().after())
                + " after";
    }

    private static String size(Optional<ByteSize> size) {
        return size.map(ByteSize::toString).orElse("unknown");
    }

    /** Why a probe did not hold, in one line; nothing when it did. */
    static String finding(ProbeReport probe) {
        return switch (probe.state()) {
            case HELD -> "";
            case FAILED -> String.join("; ", probe.findings());
            case UNSEEN ->
                    "it could not look"
                            + (probe.findings().isEmpty()
                                    ? ""
                                    : ": " + String.join("; ", probe.findings()));
        };
    }

    /** {@code 12.5 s (during)}. */
    static String when(Failure failure) {
        return String.format(
                Locale.ROOT, "%.1f s (%s)", failure.seconds(), failure.phase().words());
    }
}
