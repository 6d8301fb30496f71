package dev.ballast.launcher.trial;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.timeline.Timeline;
import java.util.List;
import java.util.Optional;

/**
 * What happened, and what it means.
 *
 * @param recovery none when the target is gone, or the run was refused half-way
 * @param errors that the JVM has thrown meanwhile
 * @param command what was typed behind the jar's name
 */
public record TrialResult(
        TrialPlan plan,
        Result result,
        List<ProbeReport> probes,
        Optional<Recovery> recovery,
        ThrownErrors errors,
        Verdict verdict,
        Timeline.View timeline,
        Environment environment,
        List<String> command) {
    /** Of a run that ended as it should not, but as it was expected to, 0. */
    public int exitCode() {
        int own = result.outcome().exitCode();
        if (result.outcome() == Outcome.FAILED) {
            return own;
        }
        if (verdict.expected().isPresent()) {
            return verdict.isAsExpected() ? 0 : own != 0 ? own : Outcome.WEAKNESS;
        }
        boolean isOpen = own == 0 || result.outcome() == Outcome.INCONCLUSIVE;
        return switch (verdict.kind()) {
            case DEGRADED -> isOpen ? Outcome.WEAKNESS : own;
            case INCONCLUSIVE -> isOpen ? Outcome.INCONCLUSIVE.exitCode() : own;
            default -> own;
        };
    }
}
