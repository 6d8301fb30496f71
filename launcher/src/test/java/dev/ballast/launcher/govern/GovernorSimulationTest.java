package dev.ballast.launcher.govern;

import static dev.ballast.launcher.govern.Situation.BUSY_NANOS;
import static dev.ballast.launcher.govern.Situation.GIB;
import static dev.ballast.launcher.govern.Situation.MIB;
import static dev.ballast.launcher.govern.Situation.MILLISECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs without a fuse; {@link ReliefSimulationTest} has those with one. */
class GovernorSimulationTest {
    private static final long QUIET_NANOS = 500 * MILLISECOND;

    /** Applications as fast as two threads can touch, with jumps and up to 99.5 % of the limit. */
    @Test
    void neverGrowsIntoTheLimit() {
        for (int seed = 0; seed < 800; seed++) {
            Situation situation = Situation.withoutHeap(seed, 99.5, 4 * GIB, true);
            while (situation.run.now() < BUSY_NANOS) {
                situation.run.tick();
                assertFalse(situation.run.isCrossedByBallast(), situation::toString);
            }
        }
    }

    @Test
    void staysBelowTheLimitWhenTheApplicationGrowsHalfAGibibyteASecond() {
        for (int seed = 0; seed < 400; seed++) {
            Situation situation = Situation.withoutHeap(seed, 80, 0.5 * GIB, false);
            while (situation.run.now() < BUSY_NANOS) {
                situation.run.tick();
                assertEquals(0, situation.run.waitingNanos(), situation::toString);
            }
        }
    }

    @Test
    void keepsTheLevelAndTheWishWhileTheApplicationIsQuiet() {
        for (int seed = 0; seed < 400; seed++) {
            Situation situation = Situation.withoutHeap(seed, 99, 2 * GIB, true);
            SimulatedRun run = situation.run;
            situation.passTo(situation.reached());
            long wish = run.decision().held();
            while (run.now() < situation.reached() + QUIET_NANOS) {
                run.tick();
                assertTrue(run.decision().isReached(), situation::toString);
                assertEquals(wish, run.decision().held(), situation::toString);
                long error = Math.abs(run.use() - situation.level);
                assertTrue(error <= situation.limit / 100, situation::toString);
            }
        }
    }

    /**
     * Between any two moments. What is allowed on top is what the rate makes in 150 ms: the wish
     * runs up to 100 ms ahead of an agent that sleeps, and a tick of 20 may come 30 late.
     */
    @Test
    void growsNoFasterThanTheRate() {
        for (int seed = 0; seed < 400; seed++) {
            Situation situation = Situation.withoutHeap(seed, 99, 2 * GIB, true);
            assertGrowsByTheRate(situation, situation.reached());
        }
    }

    static void assertGrowsByTheRate(Situation situation, long end) {
        SimulatedRun run = situation.run;
        double perNano = situation.rate / 1e9;
        double lowest = 0;
        while (run.now() < end) {
            run.tick();
            // What an agent gives back whole in order to hold less comes back at once.
            double ahead = run.held() + run.fuse() - perNano * run.now();
            lowest = run.isRegrowing() ? lowest : Math.min(lowest, ahead);
            assertTrue(ahead - lowest <= perNano * 150 * MILLISECOND, situation::toString);
        }
    }

    /** Under 1000 MiB, at a level of 800 MiB, with an application of 300 MiB. */
    private static SimulatedRun atTheLevel(Trace application) {
        Governor governor =
                new Governor(
                        new Goal.Share(80),
                        new ByteRate(ByteSize.ofMiB(1000)),
                        new FuseSize.None());
        SimulatedRun run =
                new SimulatedRun(governor, 1000 * MIB, application, new SplittableRandom(1));
        passTo(run, 1000 * MILLISECOND);
        assertEquals(500 * MIB, run.held());
        return run;
    }

    private static void passTo(SimulatedRun run, long nanos) {
        while (run.now() < nanos) {
            run.tick();
        }
    }

    /** From when on the application, at 4 GiB/s, has it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 5, 50, 150, 200, 499})
    void givesBackWithin100MillisecondsWhatTheApplicationTakes(long mebibytes) {
        Trace application = Trace.quiet(300 * MIB).rest(1000 * MILLISECOND);
        SimulatedRun run = atTheLevel(application.step((300 + mebibytes) * MIB));
        passTo(run, 1100 * MILLISECOND + mebibytes * MILLISECOND / 4);
        assertEquals((500 - mebibytes) * MIB, run.held());
    }

    @Test
    void givesEverythingBackToAnApplicationAboveTheLevel() {
        Trace application = Trace.quiet(300 * MIB).rest(1000 * MILLISECOND);
        SimulatedRun run = atTheLevel(application.step(900 * MIB));
        passTo(run, 1300 * MILLISECOND);
        assertEquals(0, run.held());
    }

    @Test
    void followsAnApplicationThatGrowsSlowly() {
        Trace application = Trace.quiet(300 * MIB).rest(1000 * MILLISECOND);
        SimulatedRun run = atTheLevel(application.ramp(700 * MIB, 400 * MIB));
        while (run.now() < 2000 * MILLISECOND) {
            run.tick();
            assertTrue(Math.abs(run.use() - 800 * MIB) <= 25 * MIB, "at " + run.now());
        }
    }

    @Test
    void takesBackWhatTheApplicationLeaves() {
        Trace application = Trace.quiet(300 * MIB).rest(1000 * MILLISECOND);
        SimulatedRun run = atTheLevel(application.step(100 * MIB));
        passTo(run, 1150 * MILLISECOND);
        assertTrue(run.held() < 660 * MIB, "not faster than the rate");
        passTo(run, 1300 * MILLISECOND);
        assertEquals(700 * MIB, run.held());
    }

    /** {@code --add}: a size that is no whole number of pages. */
    @Test
    void holdsTheSameWhateverTheApplicationDoes() {
        Governor governor =
                new Governor(
                        new Goal.Held(100_000_000),
                        new ByteRate(ByteSize.ofMiB(1000)),
                        new FuseSize.None());
        SplittableRandom random = new SplittableRandom(1);
        Trace application = Trace.random(random, BUSY_NANOS, 500 * MIB, GIB, true);
        SimulatedRun run = new SimulatedRun(governor, 1000 * MIB, application, random);
        passTo(run, 300 * MILLISECOND);
        while (run.now() < BUSY_NANOS) {
            run.tick();
            assertEquals(100_000_000 - 100_000_000 % 4096, run.held());
            assertTrue(run.decision().isReached());
        }
    }
}
