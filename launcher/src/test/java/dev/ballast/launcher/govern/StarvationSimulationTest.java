package dev.ballast.launcher.govern;

import static dev.ballast.launcher.govern.Situation.GIB;
import static dev.ballast.launcher.govern.Situation.MIB;
import static dev.ballast.launcher.govern.Situation.MILLISECOND;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs at levels where the JVM's own code no longer fits beside what cannot be reclaimed. */
class StarvationSimulationTest {
    private static final long END_NANOS = 12_000 * MILLISECOND;

    /** Seen within two windows, and two steps; an agent gets to run for 2 ms in 300. */
    private static final long LONGEST_WITH_FUSE_NANOS = 500 * MILLISECOND;

    private static final long LONGEST_WITHOUT_NANOS = 1_500 * MILLISECOND;

    /**
     * With a fuse by cutting it from outside, without one by what the agent gives back in the
     * little time that it gets.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesTheLevelUpInStepsUntilTheTargetLives(boolean hasFuse) {
        long longest = hasFuse ? LONGEST_WITH_FUSE_NANOS : LONGEST_WITHOUT_NANOS;
        int seen = 0;
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long limit = (128 * MIB << random.nextInt(5)) + random.nextLong(128 * MIB);
            long hot = (long) (limit * (0.01 + 0.09 * random.nextDouble()));
            SimulatedRun run = run(hasFuse, limit, random).needing(hot);
            long ceiling = Long.MAX_VALUE;
            long starvedSince = 0;
            while (run.now() < END_NANOS) {
                run.tick();
                String where = "seed " + seed + " at " + run.now() / 1e6 + " ms";
                starvedSince = run.isStarving() ? starvedSince : run.now();
                assertTrue(run.now() - starvedSince <= longest, where);
                if (run.now() > MILLISECOND) {
                    long now = run.decision().course().starvation().ceiling();
                    assertTrue(now <= ceiling, where);
                    boolean isStep = now < ceiling && ceiling != Long.MAX_VALUE;
                    assertFalse(isStep && ceiling - now > limit / 16, where);
                    ceiling = now;
                }
            }
            assertFalse(run.isStarving(), "seed " + seed);
            if (ceiling != Long.MAX_VALUE) {
                seen++;
                long given = limit - hot - run.use();
                assertTrue(given <= limit / 16, "seed " + seed + " gave up " + given);
            }
        }
        assertTrue(seen > 20, "seen: " + seen);
    }

    private static SimulatedRun run(boolean hasFuse, long limit, SplittableRandom random) {
        SimulatedHeap.Kind heap = new SimulatedHeap.Kind(limit / 4, limit, 0, 0, 0, 0, 20);
        Governor governor =
                new Governor(
                        new Goal.Share(90 + 9.5 * random.nextDouble()),
                        new ByteRate(new ByteSize((long) GIB)),
                        hasFuse ? new FuseSize.ForSafepoint() : new FuseSize.None());
        return new SimulatedRun(
                governor, limit, Trace.quiet(limit / 4), heap, Trace.quiet(0), false, random);
    }
}
