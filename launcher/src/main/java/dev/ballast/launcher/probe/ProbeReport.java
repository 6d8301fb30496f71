package dev.ballast.launcher.probe;

import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.timeline.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one probe has found in a whole run.
 *
 * @param state of it, for the verdict
 * @param score 0 to 100; none when it could not look
 * @param findings what failed, in words; what could not be looked at when nothing else is known
 * @param failures the first ones
 * @param failureCount of all
 */
public record ProbeReport(
        ProbeSpec spec,
        Map<Phase, Tally> tallies,
        State state,
        OptionalDouble score,
        List<String> findings,
        List<Failure> failures,
        int failureCount) {
    /** What a probe says of the application. */
    public enum State {
        HELD,
        FAILED,
        /** It could not look. */
        UNSEEN
    }

    /**
     * Pure: what all its looks mean together. Failures in the phase after are part of the recovery:
     * only one that is still there at the end counts.
     */
    static ProbeReport of(
            ProbeSpec spec, Map<Phase, Tally> tallies, List<Failure> failures, int failureCount) {
        List<Double> parts = new ArrayList<>();
        List<String> findings = new ArrayList<>();
        Tally during = tallies.get(Phase.DURING);
        Tally after = tallies.get(Phase.AFTER);
        boolean isOnlyAfter = spec.mode().isIn(Phase.AFTER) && !spec.mode().isIn(Phase.DURING);
        if (during.passed() + during.failed() > 0) {
            parts.add(100.0 * during.passed() / (during.passed() + during.failed()));
        }
        if (during.failed() > 0) {
            findings.add(
                    during.failed()
                            + " of "
                            + during.looks()
                            + " looks failed: "
                            + firstIn(Phase.DURING, failures));
        }
        if (isOnlyAfter && after.passed() + after.failed() > 0) {
            parts.add(after.passed() > 0 ? 100.0 : 0.0);
        }
        if (after.failed() > 0 && after.passed() == 0) {
            findings.add("it did not recover: " + firstIn(Phase.AFTER, failures));
        }
        for (Comparison check : spec.checksOfPhase()) {
            OptionalDouble value = (isOnlyAfter ? after : during).value(check.metric().name());
            if (value.isPresent()) {
                boolean holds = check.holds(value.getAsDouble());
                parts.add(holds ? 100.0 : 0.0);
                if (!holds) {
                    findings.add(
                            check.metric().name()
                                    + " "
                                    + check.unit().orElseThrow().words(value.getAsDouble())
                                    + ", expected "
                                    + check.words());
                }
            }
        }
        boolean isOnlyBefore = !spec.mode().isIn(Phase.AFTER) && !spec.mode().isIn(Phase.DURING);
        if (isOnlyBefore && tallies.get(Phase.BEFORE).passed() > 0) {
            parts.add(100.0);
        }
        State state =
                !findings.isEmpty() ? State.FAILED : parts.isEmpty() ? State.UNSEEN : State.HELD;
        return new ProbeReport(
                spec,
                tallies,
                state,
                parts.stream().mapToDouble(part -> part).average(),
                findings,
                failures,
                failureCount);
    }

    /** The same, with the reason why it could not look. */
    ProbeReport because(String why) {
        return new ProbeReport(
                spec,
                tallies,
                state,
                score,
                List.of(UntrustedText.printable(why)),
                failures,
                failureCount);
    }

    private static String firstIn(Phase phase, List<Failure> failures) {
        return failures.stream()
                .filter(failure -> failure.phase() == phase)
                .findFirst()
                .map(Failure::words)
                .orElse("see the first failures");
    }
}
