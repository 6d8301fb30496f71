package dev.ballast.launcher.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Single decisions; {@link GovernorSimulationTest} has whole runs. */
class GovernorTest {
    private static final long MIB = 1 << 20;
    private static final long MILLISECOND = 1_000_000;
    private static final Governor GOVERNOR = governor(new Goal.Share(80), 100);

    private static Governor governor(Goal goal, long mebibytesPerSecond) {
        return new Governor(goal, new ByteRate(ByteSize.ofMiB(mebibytesPerSecond)));
    }

    /** Under a limit of 1000 MiB, so that the goal is 800 MiB. */
    private static Reading reading(long milliseconds, long useMiB, long heldMiB) {
        return new Reading(milliseconds * MILLISECOND, 1000 * MIB, useMiB * MIB, heldMiB * MIB);
    }

    private static Decision decide(long askedMiB, Reading now) {
        return GOVERNOR.decide(reading(0, 300, 0), askedMiB * MIB, now);
    }

    @Test
    void growsByTheRateSinceTheReadingBefore() {
        assertEquals(101 * MIB, decide(100, reading(10, 400, 100)).ballast());
    }

    /** It has been stopped, or starved. */
    @Test
    void doesNotLeapAfterALongPause() {
        assertEquals(110 * MIB, decide(100, reading(1900, 400, 100)).ballast());
    }

    @Test
    void asksAheadOfAnAgentThatTouches() {
        assertEquals(121 * MIB, decide(120, reading(10, 400, 100)).ballast());
    }

    @Test
    void doesNotRunAwayFromAnAgentThatStandsStill() {
        assertEquals((100 + 32 + 1) * MIB, decide(300, reading(10, 400, 100)).ballast());
    }

    @Test
    void growsToTheGoalAndNoFurther() {
        assertEquals(500 * MIB, decide(500, reading(10, 799, 499)).ballast());
    }

    @Test
    void neverGrowsByMoreThanHalfOfWhatIsFree() {
        Governor fast = governor(new Goal.Share(100), 1 << 20);
        Decision decision = fast.decide(reading(0, 300, 0), 600 * MIB, reading(10, 900, 600));
        assertEquals(650 * MIB, decision.ballast());
    }

    @Test
    void givesBackAtOnce() {
        assertEquals(300 * MIB, decide(500, reading(10, 1000, 500)).ballast());
    }

    @Test
    void asksForNothingWhenTheApplicationAloneIsAboveTheGoal() {
        Decision decision = decide(5, reading(10, 950, 5));
        assertEquals(0, decision.ballast());
        assertEquals(150 * MIB, decision.error());
    }

    /**
     * The agent gives back, which the use already shows, and has not told so: what it tells and
     * what is used together would allow twice what is free.
     */
    @Test
    void doesNotAskAgainForWhatIsNotGivenBackYet() {
        assertEquals(300 * MIB, decide(300, reading(10, 800, 500)).ballast());
        assertEquals(300 * MIB, decide(300, reading(10, 700, 500)).ballast());
    }

    @Test
    void leavesNoiseAlone() {
        long noise = 1000 * MIB / 5000;
        Reading before = reading(0, 800, 500);
        for (long error : new long[] {-noise, -1, 0, 1, noise}) {
            Reading now = new Reading(10 * MILLISECOND, 1000 * MIB, 800 * MIB + error, 500 * MIB);
            Decision decision = GOVERNOR.decide(before, 500 * MIB, now);
            assertEquals(500 * MIB, decision.ballast());
            assertEquals(error, decision.error());
            assertTrue(decision.isReached());
        }
        Reading more = new Reading(10 * MILLISECOND, 1000 * MIB, 800 * MIB + noise + 1, 500 * MIB);
        assertEquals(500 * MIB - noise - 1, GOVERNOR.decide(before, 500 * MIB, more).ballast());
    }

    @Test
    void looksAgainTheSoonerTheLessIsFree() {
        assertEquals(Duration.ofMillis(20), decide(0, reading(10, 100, 0)).pause());
        assertEquals(Duration.ofNanos(2_441_406), decide(0, reading(10, 960, 0)).pause());
        assertEquals(Duration.ofNanos(500_000), decide(0, reading(10, 999, 0)).pause());
        assertEquals(Duration.ofNanos(500_000), decide(0, reading(10, 1001, 0)).pause());
    }
}
