package dev.ballast.launcher.probe;

import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.timeline.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Pure: what all looks of a probe mean together. Failures in the phase after are part of the
 * recovery: only a probe that never passes there has failed by them.
 */
final class ProbeJudgement {
    private static final double ALL = 100;

    private final ProbeSpec spec;
    private final Map<Phase, Tally> tallies;
    private final List<Failure> failures;
    private final OptionalLong outOfMemoryErrors;

    /** Each 0 to 100; the score is their mean. */
    private final List<Double> parts = new ArrayList<>();

    private final List<String> findings = new ArrayList<>();

    ProbeJudgement(
            ProbeSpec spec,
            Map<Phase, Tally> tallies,
            List<Failure> failures,
            OptionalLong outOfMemoryErrors) {
        this.spec = spec;
        this.tallies = tallies;
        this.failures = failures;
        this.outOfMemoryErrors = outOfMemoryErrors;
        judgeBefore();
        judgeDuring();
        judgeAfter();
        spec.checksOfPhase().forEach(this::judge);
        if (isBlind() && findings.isEmpty()) {
            parts.clear();
        }
    }

    /** It should have judged each look, and could not judge a single one. */
    private boolean isBlind() {
        Tally looks = in(main());
        return !spec.checksOfLook().isEmpty() && looks.passed() + looks.failed() == 0;
    }

    private Tally in(Phase phase) {
        return tallies.get(phase);
    }

    /** The phase that it is about: the last in which it looks, but the recovery is not. */
    private Phase main() {
        return spec.mode().isIn(Phase.DURING)
                ? Phase.DURING
                : spec.mode().isIn(Phase.AFTER) ? Phase.AFTER : Phase.BEFORE;
    }

    /** A run begins only when all passed. */
    private void judgeBefore() {
        if (main() == Phase.BEFORE && in(Phase.BEFORE).passed() > 0) {
            parts.add(ALL);
        }
    }

    private void judgeDuring() {
        Tally during = in(Phase.DURING);
        int seen = during.passed() + during.failed();
        boolean isOnlyOfPhase = spec.checksOfLook().isEmpty() && !spec.subject().kind().hasPlace();
        if (seen > 0 && !isOnlyOfPhase) {
            parts.add(ALL * during.passed() / seen);
        }
        if (during.failed() > 0) {
            findings.add(
                    during.failed()
                            + " of "
                            + during.looks()
                            + " looks failed: "
                            + firstIn(Phase.DURING));
        }
    }

    private void judgeAfter() {
        Tally after = in(Phase.AFTER);
        if (main() == Phase.AFTER && after.passed() + after.failed() > 0) {
            parts.add(after.passed() > 0 ? ALL : 0);
        }
        if (main() == Phase.DURING && after.failed() > 0 && after.passed() == 0) {
            parts.add(0.0);
        }
        if (after.failed() > 0 && after.passed() == 0) {
            findings.add("it did not recover: " + firstIn(Phase.AFTER));
        }
    }

    private void judge(Comparison check) {
        OptionalDouble value = value(check.metric().name());
        if (value.isEmpty()) {
            return;
        }
        boolean holds = check.holds(value.getAsDouble());
        parts.add(holds ? ALL : 0);
        if (!holds) {
            findings.add(check.findingOf(value.getAsDouble()));
        }
    }

    private OptionalDouble value(String metric) {
        if (!metric.equals(Metric.OUT_OF_MEMORY_ERRORS)) {
            return in(main()).value(metric);
        }
        return outOfMemoryErrors.isPresent()
                ? OptionalDouble.of(outOfMemoryErrors.getAsLong())
                : OptionalDouble.empty();
    }

    private String firstIn(Phase phase) {
        return failures.stream()
                .filter(failure -> failure.phase() == phase)
                .findFirst()
                .map(Failure::words)
                .orElse("see the first failures");
    }

    /**
     * @param failureCount of all failures, those included that were not kept
     * @param why what the last look found: it stands for the rest when nothing could be seen
     */
    ProbeReport report(int failureCount, String why) {
        ProbeReport.State state =
                !findings.isEmpty()
                        ? ProbeReport.State.FAILED
                        : parts.isEmpty() ? ProbeReport.State.UNSEEN : ProbeReport.State.HELD;
        boolean isUnseen = state == ProbeReport.State.UNSEEN && !why.isEmpty();
        return new ProbeReport(
                spec,
                tallies,
                state,
                parts.stream().mapToDouble(part -> part).average(),
                isUnseen ? List.of(UntrustedText.printable(why)) : findings,
                failures,
                failureCount);
    }
}
