package dev.ballast.launcher.govern;

import static dev.ballast.launcher.govern.Situation.MIB;
import static dev.ballast.launcher.govern.Situation.MILLISECOND;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs against what real JVMs of 200 MiB did in a container of 512 MiB. */
class RecordedTraceTest {
    private static final long LIMIT = 512 * MIB;

    @ParameterizedTest
    @CsvSource({
        "bursts-g1.txt, 90",
        "bursts-g1.txt, 99",
        "bursts-parallel.txt, 90",
        "bursts-parallel.txt, 99",
        "bursts-serial.txt, 90",
        "bursts-serial.txt, 99",
    })
    void holdsTheLevelWithoutAStall(String name, double percent) throws IOException {
        Trace application = Trace.recorded(name);
        SimulatedHeap.Kind heap = new SimulatedHeap.Kind(200 * MIB, LIMIT, 0, 0, 0, 0, 20);
        Governor governor =
                new Governor(
                        new Goal.Share(percent),
                        new ByteRate(ByteSize.ofMiB(1024)),
                        new FuseSize.ForSafepoint());
        SplittableRandom random = new SplittableRandom(1);
        SimulatedRun run =
                new SimulatedRun(governor, LIMIT, application, heap, Trace.quiet(0), true, random);
        double sum = 0;
        long ticks = 0;
        while (run.now() < application.end()) {
            run.tick();
            assertFalse(run.isFuseExhausted(), "at " + run.now());
            assertFalse(run.isCrossedByBallast(), "at " + run.now());
            if (run.now() > 1_000 * MILLISECOND) {
                sum += Math.abs(run.use() - run.decision().wantedUse());
                ticks++;
            }
        }
        double mean = 100 * sum / ticks / LIMIT;
        assertTrue(mean <= 1, mean + " %");
        assertTrue(run.longestWaitNanos() <= MILLISECOND, "waited " + run.longestWaitNanos());
    }
}
