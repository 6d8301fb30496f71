package dev.ballast.launcher.trial;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.plan.Intent;
import dev.ballast.launcher.pressure.PressureSpec;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.shape.Wanted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happened, in the one sentence that everybody reads. */
record VerdictSentence(
        Result result,
        List<ProbeReport> probes,
        Optional<Recovery> recovery,
        ThrownErrors errors,
        boolean isFaultConfirmed) {
    String of(Verdict.Kind kind) {
        String jvm = "JVM " + result.plan().target().name();
        return switch (kind) {
            case SURVIVED -> jvm + " survived " + hold() + probesHeld();
            case DEGRADED -> jvm + " lived through " + hold() + ", but " + firstFinding();
            case KILLED ->
                    jvm
                            + (result.outcome() == Outcome.TARGET_KILLED
                                    ? " was killed by the OOM killer "
                                    : " ended ")
                            + when();
            case INCONCLUSIVE -> "Nothing can be said of " + jvm + ": " + whyNot();
        };
    }

    /** {@code 60 s at 460.8 MiB, 90.0 % of its limit, with heap=70%}. */
    private String hold() {
        Wanted wanted = result.plan().intent().wanted();
        String time = Durations.words(result.heldFor());
        String loads = loads();
        if (wanted.isNothing()) {
            return time + " of " + loads;
        }
        ByteSize highest = wanted.isSteady() ? result.plan().wantedUse() : result.peakUse();
        ByteSize level = result.backedOffTo().orElse(highest);
        return time
                + (wanted.isSteady() ? " at " : " of `" + wanted.shape() + "`, up to ")
                + level
                + String.format(
                        Locale.ROOT,
                        ", %.1f %% of its limit",
                        level.percentOf(result.plan().limit()))
                + (result.backedOffTo().isPresent() ? " (more starved it)" : "")
                + (loads.isEmpty() ? "" : ", with " + loads);
    }

    private String loads() {
        Intent intent = result.plan().intent();
        return Stream.concat(
                        intent.soughtInHeap().map(PressureSpec::value).stream(),
                        intent.loadsWithAmount().stream().map(LoadSpec::value))
                .collect(Collectors.joining(", "));
    }

    private String probesHeld() {
        long held =
                probes.stream().filter(probe -> probe.state() == ProbeReport.State.HELD).count();
        if (probes.isEmpty()) {
            return "";
        }
        return held == probes.size()
                ? "; " + (held == 1 ? "its probe" : "all its " + held + " probes") + " held"
                : "; " + held + " of " + probes.size() + " probes held, the others could not look";
    }

    private String firstFinding() {
        List<ProbeReport> failed = probes.stream().filter(ProbeReport::hasFailed).toList();
        if (!failed.isEmpty()) {
            ProbeReport first = failed.get(0);
            int more = failed.size() - 1;
            String others =
                    more == 0
                            ? ""
                            : " (and "
                                    + more
                                    + (more == 1 ? " more probe" : " more probes")
                                    + " failed)";
            return "probe "
                    + first.spec().name()
                    + ": "
                    + first.findings().get(0)
                    + others
                    + after();
        }
        return errors.isAny()
                ? "threw " + errors.count().getAsLong() + " OutOfMemoryErrors" + after()
                : "did not recover: " + recovery.map(Recovery::words).orElse("");
    }

    private String after() {
        return recovery.filter(Recovery::areProbesAsked)
                .map(
                        after ->
                                after.probes()
                                        .map(time -> "; well again after " + Durations.words(time))
                                        .orElse("; not well again"))
                .orElse("");
    }

    private String when() {
        Wanted wanted = result.plan().intent().wanted();
        String use =
                String.format(
                        Locale.ROOT,
                        "%s in use, %.1f %% of the limit",
                        result.peakUse(),
                        result.peakUse().percentOf(result.plan().limit()));
        return result.reachedAfter().isPresent()
                ? (wanted.isSteady()
                                ? "when the level had been held for "
                                        + Durations.words(result.heldFor())
                                : Durations.words(result.heldFor())
                                        + " into `"
                                        + wanted.shape()
                                        + "`")
                        + " (up to "
                        + use
                        + ")"
                : "before the level was reached (up to " + use + ")";
    }

    private String whyNot() {
        if (!result.reason().isEmpty()) {
            return result.reason();
        }
        return switch (result.outcome()) {
            case HELD -> isFaultConfirmed ? "no probe could look" : "the level is not confirmed";
            default -> "the run was " + result.outcome().words();
        };
    }
}
