package dev.ballast.launcher.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.probe.MadeReports;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.timeline.Phase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgementTest {
    @TempDir private Path folder;

    private MadeTrial made() {
        return new MadeTrial(folder.resolve("host"));
    }

    private static ProbeReport held(String settings) {
        return new MadeReports("http:http://h/ " + settings).passed(Phase.DURING, 4, 0.1).made();
    }

    private static ProbeReport failed(String settings) {
        return new MadeReports("http:http://h/ " + settings)
                .passed(Phase.DURING, 3, 0.1)
                .failed(Phase.DURING, 5, "status 503, expected status<400")
                .made();
    }

    private static ProbeReport unseen() {
        return new MadeReports("jvm: threads<9 name=jvm").unseen(Phase.DURING, "unknown").made();
    }

    @Test
    void survivedWhenHeldAndEveryProbeHeld() throws Exception {
        TrialResult trial = made().probe(held("name=a")).made();
        assertEquals(Verdict.Kind.SURVIVED, trial.verdict().kind());
        assertEquals(100, trial.verdict().score().getAsDouble());
        assertTrue(trial.verdict().isFaultConfirmed());
        assertEquals(0, trial.exitCode());
    }

    @Test
    void degradedWhenAProbeFailed() throws Exception {
        TrialResult trial = made().probe(held("name=a weight=3")).probe(failed("name=b")).made();
        assertEquals(Verdict.Kind.DEGRADED, trial.verdict().kind());
        assertEquals((3 * 100 + 75) / 4.0, trial.verdict().score().getAsDouble());
        assertTrue(trial.verdict().sentence().contains("503"), trial.verdict().sentence());
        assertEquals(7, trial.exitCode());
    }

    @Test
    void degradedWhenTheJvmThrewOutOfMemoryErrors() throws Exception {
        TrialResult trial = made().throwing(2).made();
        assertEquals(Verdict.Kind.DEGRADED, trial.verdict().kind());
        assertEquals(7, trial.exitCode());
    }

    @Test
    void whatCouldNotLookIsNeitherHeldNorFailed() throws Exception {
        TrialResult both = made().probe(held("name=a")).probe(unseen()).made();
        assertEquals(Verdict.Kind.SURVIVED, both.verdict().kind());
        assertEquals(100, both.verdict().score().getAsDouble());
        TrialResult none = made().probe(unseen()).made();
        assertEquals(Verdict.Kind.INCONCLUSIVE, none.verdict().kind());
        assertTrue(none.verdict().score().isEmpty());
        assertEquals(5, none.exitCode());
    }

    @Test
    void killedCountsForNothingElseAndScoresNothing() throws Exception {
        TrialResult trial = made().probe(held("name=a")).killed().made();
        assertEquals(Verdict.Kind.KILLED, trial.verdict().kind());
        assertEquals(0, trial.verdict().score().getAsDouble());
        assertTrue(trial.verdict().isFaultConfirmed());
        assertEquals(3, trial.exitCode());
    }

    @Test
    void inconclusiveWhenTheLevelWasNotReached() throws Exception {
        TrialResult trial =
                made().notReached().ended(Outcome.INCONCLUSIVE, "not within 3 s").made();
        assertEquals(Verdict.Kind.INCONCLUSIVE, trial.verdict().kind());
        assertFalse(trial.verdict().isFaultConfirmed());
        assertEquals(5, trial.exitCode());
    }

    @Test
    void neverSurvivedWithoutARelease() throws Exception {
        TrialResult trial = made().notReleased().ended(Outcome.FAILED, "no answer").made();
        assertEquals(Verdict.Kind.INCONCLUSIVE, trial.verdict().kind());
        assertEquals(1, trial.exitCode());
    }

    @Test
    void theExpectedEndIsWhatWasWanted() throws Exception {
        assertEquals(0, made().killed().expecting(Expected.KILLED).made().exitCode());
        assertEquals(0, made().throwing(1).expecting(Expected.OOME).made().exitCode());
        assertEquals(
                0, made().probe(failed("name=b")).expecting(Expected.DEGRADED).made().exitCode());
    }

    @Test
    void anotherEndThanExpectedIsAWeakness() throws Exception {
        TrialResult trial = made().expecting(Expected.KILLED).made();
        assertFalse(trial.verdict().isAsExpected());
        assertEquals(7, trial.exitCode());
        assertEquals(3, made().killed().expecting(Expected.SURVIVED).made().exitCode());
    }
}
