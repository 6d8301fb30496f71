package dev.ballast.launcher.trial;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.shape.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Pure: from what happened to what it means. */
final class Judgement {
    /** As the run itself judges what "held" is. */
    private static final double HELD_WITHIN_PERCENT = 1;

    private final Result result;
    private final List<ProbeReport> probes;
    private final Optional<Recovery> recovery;
    private final ThrownErrors errors;

    private Judgement(
            Result result,
            List<ProbeReport> probes,
            Optional<Recovery> recovery,
            ThrownErrors errors) {
        this.result = result;
        this.probes = probes;
        this.recovery = recovery;
        this.errors = errors;
    }

    static Verdict of(
            Result result,
            List<ProbeReport> probes,
            Optional<Recovery> recovery,
            ThrownErrors errors,
            Optional<Expected> expected) {
        Judgement judgement = new Judgement(result, probes, recovery, errors);
        Verdict.Kind kind = judgement.kind();
        return new Verdict(
                kind,
                judgement.sentence(kind),
                judgement.reasons(),
                judgement.isFaultConfirmed(),
                judgement.evidence(),
                judgement.score(),
                expected,
                expected.isEmpty() || judgement.is(expected.get(), kind));
    }

    private boolean is(Expected expected, Verdict.Kind kind) {
        return switch (expected) {
            case SURVIVED -> kind == Verdict.Kind.SURVIVED;
            case DEGRADED -> kind == Verdict.Kind.DEGRADED;
            case KILLED -> result.outcome() == Outcome.TARGET_KILLED;
            case OOME -> errors.isAny();
        };
    }

    private Verdict.Kind kind() {
        if (isGone()) {
            return Verdict.Kind.KILLED;
        }
        boolean wasThere = !result.peakHeld().equals(ByteSize.ZERO);
        if (wasThere && isUnwell()) {
            return Verdict.Kind.DEGRADED;
        }
        boolean couldNobodyLook =
                !probes.isEmpty()
                        && probes.stream()
                                .allMatch(probe -> probe.state() == ProbeReport.State.UNSEEN);
        return isFaultConfirmed() && result.outcome() == Outcome.HELD && !couldNobodyLook
                ? Verdict.Kind.SURVIVED
                : Verdict.Kind.INCONCLUSIVE;
    }

    private boolean isGone() {
        return result.outcome() == Outcome.TARGET_KILLED
                || result.outcome() == Outcome.TARGET_ENDED;
    }

    private boolean isUnwell() {
        return errors.isAny()
                || !failed().isEmpty()
                || recovery.map(after -> !after.isComplete()).orElse(false);
    }

    private List<ProbeReport> failed() {
        return probes.stream().filter(probe -> probe.state() == ProbeReport.State.FAILED).toList();
    }

    /** The level by the kernel's own count, and what became of the memory. */
    private boolean isFaultConfirmed() {
        if (isGone()) {
            return result.ooms().target().isPresent() && !result.peakHeld().equals(ByteSize.ZERO);
        }
        return result.reachedAfter().isPresent() && isCounted() && result.isReleased();
    }

    /** The error is of the kernel's own count, at each moment of the hold. */
    private boolean isCounted() {
        return result.meanError().percentOf(result.plan().limit()) <= HELD_WITHIN_PERCENT;
    }

    private List<String> evidence() {
        List<String> evidence = new ArrayList<>();
        evidence.add(
                result.reachedAfter()
                        .map(
                                after ->
                                        String.format(
                                                Locale.ROOT,
                                                "the %s for %s, within 1 %% of the limit for %.0f %% of"
                                                        + " that time",
                                                reached(after),
                                                Durations.words(result.heldFor()),
                                                100 * result.heldPart()))
                        .orElse("the level was not reached"));
        evidence.add(
                "by the kernel's count up to "
                        + result.peakUse()
                        + " that cannot be reclaimed were in use, "
                        + result.meanError()
                        + " off the level on average");
        evidence.add(rss());
        evidence.add(
                isGone()
                        ? "what was held is gone with the JVM"
                        : result.isReleased()
                                ? "the agent has confirmed that everything is given back"
                                : "the agent has not confirmed that everything is given back");
        return evidence;
    }

    private String reached(Duration after) {
        return result.plan().intent().wanted().isSteady()
                ? "level was reached after " + Durations.words(after) + " and held"
                : "shape was followed";
    }

    private String rss() {
        return "VmRSS "
                + result.rss().before().map(ByteSize::toString).orElse("unknown")
                + " before, "
                + result.rss().during().map(ByteSize::toString).orElse("unknown")
                + " at the level, "
                + result.rss().after().map(ByteSize::toString).orElse("gone")
                + " after";
    }

    private List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        if (!result.reason().isEmpty()) {
            reasons.add(result.reason());
        }
        for (ProbeReport probe : probes) {
            for (String finding : probe.findings()) {
                reasons.add("probe " + probe.spec().name() + ": " + finding);
            }
            if (probe.state() == ProbeReport.State.UNSEEN) {
                reasons.add("probe " + probe.spec().name() + " could not look");
            }
        }
        if (errors.isAny()) {
            reasons.add(
                    "the JVM has thrown "
                            + errors.count().getAsLong()
                            + " OutOfMemoryErrors during the run");
        }
        recovery.ifPresent(after -> reasons.add(after.words()));
        if (probes.isEmpty() && !isGone()) {
            reasons.add("no probe was asked for: only the JVM itself was watched");
        }
        return reasons;
    }

    /** A target that is gone answers nobody any more. */
    private OptionalDouble score() {
        double sum = 0;
        double weights = 0;
        for (ProbeReport probe : probes) {
            if (probe.score().isPresent()) {
                sum += probe.score().getAsDouble() * probe.spec().weight();
                weights += probe.spec().weight();
            }
        }
        return weights == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(isGone() ? 0 : sum / weights);
    }

    private String sentence(Verdict.Kind kind) {
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

    /** {@code 60 s at 460.8 MiB, 90.0 % of its limit}. */
    private String hold() {
        Wanted wanted = result.plan().intent().wanted();
        ByteSize highest = wanted.isSteady() ? result.plan().wantedUse() : result.peakUse();
        ByteSize level = result.backedOffTo().orElse(highest);
        return Durations.words(result.heldFor())
                + (wanted.isSteady() ? " at " : " of `" + wanted.shape() + "`, up to ")
                + level
                + String.format(
                        Locale.ROOT,
                        ", %.1f %% of its limit",
                        level.percentOf(result.plan().limit()))
                + (result.backedOffTo().isPresent() ? " (more starved it)" : "");
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
        List<ProbeReport> failed = failed();
        if (!failed.isEmpty()) {
            ProbeReport first = failed.get(0);
            String others =
                    failed.size() == 1
                            ? ""
                            : " (and " + (failed.size() - 1) + " more probes failed)";
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
            case HELD -> isFaultConfirmed() ? "no probe could look" : "the level is not confirmed";
            default -> "the run was " + result.outcome().words();
        };
    }
}
