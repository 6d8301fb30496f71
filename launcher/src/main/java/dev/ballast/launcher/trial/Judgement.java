package dev.ballast.launcher.trial;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.load.LoadResult;
import dev.ballast.launcher.pressure.SearchResult;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
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
                new VerdictSentence(result, probes, recovery, errors, judgement.isFaultConfirmed())
                        .of(kind),
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
        if (result.hasHeldAnything() && isUnwell()) {
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
        return probes.stream().filter(ProbeReport::hasFailed).toList();
    }

    /** The level by the kernel's own count, and what became of the memory. */
    private boolean isFaultConfirmed() {
        if (isGone()) {
            return result.ooms().target().isPresent() && result.hasHeldAnything();
        }
        return result.reachedAfter().isPresent()
                && (result.plan().intent().wanted().isSought() || isCounted())
                && result.pressure().map(SearchResult::isMet).orElse(true)
                && result.loads().stream().allMatch(LoadResult::isHeld)
                && result.isReleased();
    }

    /** The error is of the kernel's own count, at each moment of the hold. */
    private boolean isCounted() {
        return result.meanError().percentOf(result.plan().limit()) <= HELD_WITHIN_PERCENT;
    }

    private List<String> evidence() {
        List<String> evidence = new ArrayList<>();
        if (!result.plan().intent().wanted().isNothing()) {
            evidence.addAll(ofLevel());
        }
        result.pressure().ifPresent(pressure -> evidence.add(pressure.words()));
        result.loads().forEach(load -> evidence.add(load.spec().name() + ": " + load.words()));
        evidence.add(rss());
        evidence.add(
                isGone()
                        ? "what was held is gone with the JVM"
                        : result.isReleased()
                                ? "the agent has confirmed that everything is given back"
                                : "the agent has not confirmed that everything is given back");
        return evidence;
    }

    private List<String> ofLevel() {
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
}
