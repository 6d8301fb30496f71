package dev.ballast.launcher.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.shape.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of runs that were followed for 60 s. */
class CalibrationTest {
    private static final Shape.Steps STEPS =
            (Shape.Steps) Shape.parse("steps 50,55,60,65,70,75,80,85,90,95% each 10s");

    @TempDir private Path folder;

    private Calibration of(MadeTrial trial) throws IOException {
        return Calibration.of(trial.made(), STEPS);
    }

    private static double percent(Calibration found) {
        return found.well().orElseThrow().percent();
    }

    @Test
    void takesTheHighestWhenNothingWasFound() throws IOException {
        Calibration found = of(new MadeTrial(folder));
        assertEquals(95, percent(found));
        assertTrue(found.lines().get(1).contains("nothing was found"), found.lines().toString());
    }

    /** The look that failed was at the seventh step. */
    @Test
    void takesTheStepBeforeTheOneThatAProbeFailedAt() throws IOException {
        Calibration found =
                of(new MadeTrial(folder).ended(Outcome.STOPPED_BY_PROBE, "probe a fails"));
        assertEquals(75, percent(found));
        assertTrue(found.lines().get(1).contains("probe a fails"), found.lines().toString());
    }

    @Test
    void takesTheStepBeforeTheOneThatWasKilledAt() throws IOException {
        assertEquals(75, percent(of(new MadeTrial(folder).killed())));
    }

    @Test
    void saysNothingOfARunThatWasStopped() {
        MadeTrial stopped = new MadeTrial(folder).ended(Outcome.STOPPED, "");
        assertThrows(IllegalArgumentException.class, () -> of(stopped));
    }

    @Test
    void needsItsOwnAndWhatWasFree() {
        Calibration found =
                new Calibration(
                        ByteSize.ofMiB(500),
                        Optional.of(new Calibration.Level(90, ByteSize.ofMiB(450))),
                        Duration.ofSeconds(10),
                        ByteSize.ofMiB(120),
                        "nothing was found up to there");
        assertEquals(Optional.of(ByteSize.ofMiB(170)), found.enough());
        assertTrue(found.lines().get(3).contains("170.0 MiB would do, 34 %"));
    }

    @Test
    void hasNoAnswerWhereTheFirstStepWasTooMuch() {
        Calibration found =
                new Calibration(
                        ByteSize.ofMiB(500),
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        ByteSize.ofMiB(120),
                        "above it, probe a fails");
        assertEquals(Optional.empty(), found.enough());
        assertTrue(found.lines().get(0).contains("begin lower"));
    }
}
