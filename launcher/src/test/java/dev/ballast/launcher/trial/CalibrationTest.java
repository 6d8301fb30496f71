package dev.ballast.launcher.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.probe.MadeReports;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.shape.Shape;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Series;
import dev.ballast.launcher.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of runs that were followed for 60 s. */
class CalibrationTest {
    private static final Shape.Steps STEPS =
            (Shape.Steps) Shape.parse("steps 50,55,60,65,70,75,80,85,90,95% each 10s");

    private static final long SECOND = 1_000_000_000;
    private static final double MIB = 1 << 20;

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

    /** Its answer came when the last step was over. */
    @Test
    void takesTheStepBeforeTheLastWhenALookFailedAtTheEnd() throws IOException {
        MadeReports probe =
                new MadeReports("http:http://h/ latency<250ms name=a")
                        .passed(Phase.DURING, 9, 0.1)
                        .failed(Phase.DURING, 60, "latency 580 ms, expected latency<250ms");
        Calibration found = of(new MadeTrial(folder).probe(probe.made()));
        assertEquals(90, percent(found));
        assertTrue(found.lines().get(1).contains("latency 580 ms"), found.lines().toString());
    }

    /** What is told of all looks together says nothing of a level. */
    @Test
    void takesTheHighestWhenTheProbeFailedOnTheWholeOnly() throws IOException {
        MadeReports probe =
                new MadeReports("http:http://h/ p99<50ms name=a").passed(Phase.DURING, 9, 0.1);
        Calibration found = of(new MadeTrial(folder).probe(probe.made()));
        assertEquals(95, percent(found));
        assertTrue(found.lines().get(1).contains("all of them together"));
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
                        true,
                        "nothing was found up to there");
        assertEquals(Optional.of(ByteSize.ofMiB(170)), found.enough());
        assertTrue(found.lines().get(3).contains("170.0 MiB would do, 34 %"));
    }

    /** Two moments: a heap of 40 MiB of 100, of which 60 are committed, then 80. */
    @Test
    void countsTheHeapAsLargeAsItMayBecome() {
        Timeline timeline = new Timeline(0, Instant.EPOCH);
        put(timeline, 1, 150, 50, 60);
        put(timeline, 20, 250, 140, 80);
        timeline.end(40 * SECOND);
        Timeline.View seen = timeline.view();
        assertTrue(Calibration.isHeapBelow(ByteSize.ofMiB(500), seen));
        assertEquals(ByteSize.ofMiB(140), Calibration.own(seen, true));
        assertFalse(Calibration.isHeapBelow(ByteSize.ofMiB(100), seen));
        assertEquals(ByteSize.ofMiB(110), Calibration.own(seen, false));
    }

    private static void put(Timeline timeline, long second, long use, long held, long committed) {
        timeline.put(Series.USE, second * SECOND, use * MIB);
        timeline.put(Series.HELD, second * SECOND, held * MIB);
        timeline.put(Series.HEAP_COMMITTED, second * SECOND, committed * MIB);
        timeline.put(Series.HEAP_MAX, second * SECOND, 100 * MIB);
    }

    @Test
    void hasNoAnswerWhereTheFirstStepWasTooMuch() {
        Calibration found =
                new Calibration(
                        ByteSize.ofMiB(500),
                        Optional.empty(),
                        Duration.ofSeconds(10),
                        ByteSize.ofMiB(120),
                        true,
                        "above it, probe a fails");
        assertEquals(Optional.empty(), found.enough());
        assertTrue(found.lines().get(0).contains("begin lower"));
    }
}
