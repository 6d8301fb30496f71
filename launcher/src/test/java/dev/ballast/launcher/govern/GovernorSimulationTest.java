package dev.ballast.launcher.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs against generated applications; a seed tells all of a run. */
class GovernorSimulationTest {
    private static final long MIB = 1 << 20;
    private static final double GIB = 1 << 30;
    private static final long MILLISECOND = 1_000_000;
    private static final long BUSY_NANOS = 2_000 * MILLISECOND;
    private static final long QUIET_NANOS = 500 * MILLISECOND;

    /**
     * One of many situations, from 128 MiB to 8 GiB and from a quarter to three limits a second.
     */
    private static final class Situation {
        final SplittableRandom random;
        final long limit;
        final long rate;
        final long level;
        final Trace application;
        final SimulatedRun run;

        /**
         * @param highest level, in percent of the limit
         * @param fastest bytes a second of the application
         * @param jumps whether it may also grow at once
         */
        Situation(int seed, double highest, double fastest, boolean jumps) {
            random = new SplittableRandom(seed);
            long size = 128 * MIB << random.nextInt(6);
            limit = size + random.nextLong(size);
            rate = (long) (limit * (0.25 + 3 * random.nextDouble()));
            double percent = 30 + (highest - 30) * random.nextDouble();
            level = (long) (limit * (percent / 100));
            application = Trace.random(random, BUSY_NANOS, (long) (0.9 * level), fastest, jumps);
            Governor governor = new Governor(goal(percent), new ByteRate(new ByteSize(rate)));
            run = new SimulatedRun(governor, limit, application, random);
        }

        private Goal goal(double percent) {
            return switch (random.nextInt(3)) {
                case 0 -> new Goal.Share(percent);
                case 1 -> new Goal.Use(level);
                default -> new Goal.Free(limit - level);
            };
        }

        /** When the level must be there, at the rate or at the agent's speed. */
        long reached() {
            return application.end()
                    + (long) (1e9 * limit / Math.min(rate, GIB))
                    + 300 * MILLISECOND;
        }
    }

    /** Applications as fast as two threads can touch, with jumps and up to 99.5 % of the limit. */
    @Test
    void neverGrowsIntoTheLimit() {
        for (int seed = 0; seed < 1500; seed++) {
            Situation situation = new Situation(seed, 99.5, 4 * GIB, true);
            while (situation.run.now() < BUSY_NANOS) {
                situation.run.tick();
                assertFalse(situation.run.isCrossedByBallast(), "seed " + seed);
            }
        }
    }

    @Test
    void staysBelowTheLimitWhenTheApplicationGrowsHalfAGibibyteASecond() {
        for (int seed = 0; seed < 700; seed++) {
            Situation situation = new Situation(seed, 80, 0.5 * GIB, false);
            while (situation.run.now() < BUSY_NANOS) {
                situation.run.tick();
                assertTrue(situation.run.use() <= situation.limit, "seed " + seed);
            }
        }
    }

    @Test
    void keepsTheLevelAndTheWishWhileTheApplicationIsQuiet() {
        for (int seed = 0; seed < 700; seed++) {
            Situation situation = new Situation(seed, 99, 2 * GIB, true);
            SimulatedRun run = situation.run;
            while (run.now() < situation.reached()) {
                run.tick();
            }
            long wish = run.decision().ballast();
            while (run.now() < situation.reached() + QUIET_NANOS) {
                run.tick();
                assertTrue(run.decision().isReached(), "seed " + seed);
                assertEquals(wish, run.decision().ballast(), "seed " + seed);
                long error = Math.abs(run.use() - situation.level);
                assertTrue(error <= situation.limit / 100, "seed " + seed);
            }
        }
    }

    /**
     * Between any two moments. What is allowed on top is what the rate makes in 100 ms: the wish
     * runs ahead of an agent that sleeps.
     */
    @Test
    void growsNoFasterThanTheRate() {
        for (int seed = 0; seed < 700; seed++) {
            Situation situation = new Situation(seed, 99, 2 * GIB, true);
            SimulatedRun run = situation.run;
            double perNano = situation.rate / 1e9;
            double lowest = 0;
            while (run.now() < situation.reached()) {
                run.tick();
                double ahead = run.held() - perNano * run.now();
                lowest = Math.min(lowest, ahead);
                assertTrue(ahead - lowest <= perNano * 100 * MILLISECOND, "seed " + seed);
            }
        }
    }

    /** Under 1000 MiB, at a level of 800 MiB, with an application of 300 MiB. */
    private static SimulatedRun atTheLevel(Trace application) {
        Governor governor = new Governor(new Goal.Share(80), new ByteRate(ByteSize.ofMiB(1000)));
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

    @ParameterizedTest
    @ValueSource(longs = {1, 5, 50, 150, 200, 499})
    void givesBackWithin100MillisecondsWhatTheApplicationTakes(long mebibytes) {
        Trace application = Trace.quiet(300 * MIB).rest(1000 * MILLISECOND);
        SimulatedRun run = atTheLevel(application.step((300 + mebibytes) * MIB));
        passTo(run, 1100 * MILLISECOND);
        assertEquals((500 - mebibytes) * MIB, run.held());
    }

    @Test
    void givesEverythingBackToAnApplicationAboveTheLevel() {
        Trace application = Trace.quiet(300 * MIB).rest(1000 * MILLISECOND);
        SimulatedRun run = atTheLevel(application.step(900 * MIB));
        passTo(run, 1150 * MILLISECOND);
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
                new Governor(new Goal.Held(100_000_000), new ByteRate(ByteSize.ofMiB(1000)));
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
