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
        return new Governor(
                goal, new ByteRate(ByteSize.ofMiB(mebibytesPerSecond)), new FuseSize.None());
    }

    /** Under a limit of 1000 MiB, so that the goal is 800 MiB. */
    private static Reading reading(long milliseconds, long useMiB, long heldMiB) {
        return readingOfBytes(milliseconds, useMiB * MIB, heldMiB * MIB);
    }

    private static Reading readingOfBytes(long milliseconds, long use, long held) {
        return readingOfBytes(milliseconds, use, held, 0, 0);
    }

    private static Reading readingOfBytes(
            long milliseconds, long use, long held, long fuse, long mapped) {
        long nanos = milliseconds * MILLISECOND;
        Heap heap = new Heap(0, 0, 0);
        return new Reading(nanos, 1000 * MIB, use, held, fuse, heap, 0, mapped, 0);
    }

    /** After a reading and what was asked for then. */
    private static Course course(Reading last, long asked) {
        return course(last, asked, 0);
    }

    private static Course course(Reading last, long asked, long fuse) {
        return new Course(last, asked, fuse, 0, Starvation.none(last), Stillness.from(last));
    }

    private static Decision decide(long askedMiB, Reading now) {
        return GOVERNOR.decide(course(reading(0, 300, 0), askedMiB * MIB), now);
    }

    @Test
    void growsByTheRateSinceTheReadingBefore() {
        assertEquals(101 * MIB, decide(100, reading(10, 400, 100)).held());
    }

    /** It has been stopped, or starved. */
    @Test
    void doesNotLeapAfterALongPause() {
        assertEquals(110 * MIB, decide(100, reading(1900, 400, 100)).held());
    }

    @Test
    void asksAheadOfAnAgentThatTouches() {
        assertEquals(109 * MIB, decide(108, reading(10, 400, 100)).held());
    }

    @Test
    void doesNotRunAwayFromAnAgentThatStandsStill() {
        assertEquals((100 + 10 + 1) * MIB, decide(300, reading(10, 400, 100)).held());
        Governor fast = governor(new Goal.Share(80), 1000);
        Course course = course(reading(0, 300, 0), 300 * MIB);
        assertEquals((100 + 32 + 10) * MIB, fast.decide(course, reading(10, 400, 100)).held());
    }

    @Test
    void growsToTheGoalAndNoFurther() {
        assertEquals(500 * MIB, decide(500, reading(10, 799, 499)).held());
    }

    @Test
    void neverGrowsByMoreThanHalfOfWhatIsFree() {
        Governor fast = governor(new Goal.Share(100), 1 << 20);
        Decision decision =
                fast.decide(course(reading(0, 300, 0), 600 * MIB), reading(10, 900, 600));
        assertEquals(650 * MIB, decision.held());
    }

    @Test
    void givesBackAtOnce() {
        assertEquals(300 * MIB, decide(500, reading(10, 1000, 500)).held());
    }

    @Test
    void asksForNothingWhenTheApplicationAloneIsAboveTheGoal() {
        Decision decision = decide(5, reading(10, 950, 5));
        assertEquals(0, decision.held());
        assertEquals(150 * MIB, decision.error());
    }

    /**
     * The agent gives back, which the use already shows, and has not told so: what it tells and
     * what is used together would allow twice what is free.
     */
    @Test
    void doesNotAskAgainForWhatIsNotGivenBackYet() {
        assertEquals(300 * MIB, decide(300, reading(10, 800, 500)).held());
        assertEquals(300 * MIB, decide(300, reading(10, 700, 500)).held());
    }

    @Test
    void leavesNoiseAlone() {
        long noise = 1000 * MIB / 5000;
        Course before = course(reading(0, 800, 500), 500 * MIB);
        for (long error : new long[] {-noise, -1, 0, 1, noise}) {
            Reading now = readingOfBytes(10, 800 * MIB + error, 500 * MIB);
            Decision decision = GOVERNOR.decide(before, now);
            assertEquals(500 * MIB, decision.held());
            assertEquals(error, decision.error());
            assertTrue(decision.isReached());
        }
        Reading more = readingOfBytes(10, 800 * MIB + noise + 1, 500 * MIB);
        assertEquals(500 * MIB - noise - 1, GOVERNOR.decide(before, more).held());
    }

    @Test
    void looksAgainTheSoonerTheLessIsFree() {
        assertEquals(Duration.ofMillis(20), decide(0, reading(10, 100, 0)).pause());
        assertEquals(Duration.ofNanos(2_441_406), decide(0, reading(10, 960, 0)).pause());
        assertEquals(Duration.ofNanos(500_000), decide(0, reading(10, 999, 0)).pause());
        assertEquals(Duration.ofNanos(500_000), decide(0, reading(10, 1001, 0)).pause());
    }

    private static final FuseSize FUSE = new FuseSize.Fixed(50 * MIB);

    /** Of a governor whose fuse has a size of 50 MiB. */
    private static Decision decideWithFuse(
            double percent, long useMiB, long heldMiB, long fuseBytes) {
        Reading before = withFuse(0, useMiB, heldMiB, fuseBytes);
        Course course = course(before, heldMiB * MIB, fuseBytes);
        return governorWithFuse(percent).decide(course, withFuse(10, useMiB, heldMiB, fuseBytes));
    }

    private static Governor governorWithFuse(double percent) {
        return new Governor(new Goal.Share(percent), new ByteRate(ByteSize.ofMiB(100)), FUSE);
    }

    private static Reading withFuse(long milliseconds, long useMiB, long heldMiB, long fuseBytes) {
        return readingOfBytes(milliseconds, useMiB * MIB, heldMiB * MIB, fuseBytes, 0);
    }

    /** 200 and 100 MiB are free: half of the one is more than the fuse can give back. */
    @Test
    void letsTheAgentRestLongerWhereTheFuseCanGiveBackWhatIsTakenMeanwhile() {
        Decision little = decideWithFuse(80, 800, 450, 50 * MIB);
        assertEquals(little.pause().dividedBy(2), little.agentPause());
        Decision enough = decideWithFuse(90, 900, 450, 50 * MIB);
        assertEquals(enough.pause(), enough.agentPause());
    }

    @Test
    void letsTheAgentRestWhileTheApplicationHasBeenQuiet() {
        Governor governor = governorWithFuse(90);
        Decision decision = decideWithFuse(90, 900, 450, 50 * MIB);
        for (long at = 20; at <= 1000; at += 10) {
            assertEquals(decision.pause(), decision.agentPause(), "at " + at);
            decision = governor.decide(decision.course(), withFuse(at, 900, 450, 50 * MIB));
        }
        decision = governor.decide(decision.course(), withFuse(1010, 900, 450, 50 * MIB));
        assertEquals(20, decision.agentPause().toMillis());
        decision = governor.decide(decision.course(), withFuse(1020, 904, 450, 50 * MIB));
        assertEquals(decision.pause(), decision.agentPause());
    }

    private static void assertWishes(long held, long fuse, boolean isRelief, Decision decision) {
        assertEquals(held, decision.held());
        assertEquals(fuse, decision.fuse());
        assertEquals(isRelief, decision.isRelief());
    }

    @Test
    void chargesTheFuseByTheRate() {
        assertEquals(MIB, decideWithFuse(80, 300, 0, 0).fuse());
        assertEquals(11 * MIB, decideWithFuse(80, 500, 100, 10 * MIB).fuse());
    }

    /** The fuse's wish is as far ahead of it as it may be: the rate makes 10 MiB in 100 ms. */
    @Test
    void growsTheAgentByWhatTheFuseLeavesOfTheRate() {
        Course course = course(withFuse(0, 500, 100, 10 * MIB), 100 * MIB, 21 * MIB);
        Decision standing = decide(course, withFuse(10, 500, 100, 10 * MIB));
        assertWishes(101 * MIB, 21 * MIB, false, standing);
        long piece = MIB / 4;
        Decision charging = decide(course, withFuse(10, 500, 100, 10 * MIB + piece));
        assertWishes(101 * MIB - piece, 21 * MIB + piece, false, charging);
        Decision charged = decide(course, withFuse(10, 500, 100, 12 * MIB));
        assertWishes(100 * MIB, 22 * MIB, false, charged);
    }

    private static Decision decide(Course course, Reading now) {
        return governorWithFuse(80).decide(course, now);
    }

    /** With a fuse that comes in pieces of 64 KiB, each more than the rate makes in a tick. */
    @Test
    void growsBothTogetherByTheRate() {
        Governor slow = new Governor(new Goal.Share(80), new ByteRate(ByteSize.ofMiB(1)), FUSE);
        long held = 0;
        long fuse = 0;
        Course course = Course.from(charging(0, held, fuse));
        for (long at = 20; at <= 10_000; at += 20) {
            Decision decision = slow.decide(course, charging(at, held, fuse));
            course = decision.course();
            held = decision.held();
            fuse = Math.max(fuse, decision.fuse() - decision.fuse() % (64 << 10));
        }
        assertEquals(10 * MIB, held + fuse, 256 << 10);
    }

    private static Reading charging(long milliseconds, long held, long fuse) {
        return readingOfBytes(milliseconds, 300 * MIB + held + fuse, held, fuse, 0);
    }

    /** The code of which 20 MiB are mapped needs 25. */
    @Test
    void asksNotFarAheadWhereItIsNotKnownWhetherTheCodeStillFits() {
        Course course = course(mapping(0, 974), 100 * MIB, 47 * MIB);
        Decision known = governorWithFuse(99).decide(course, mapping(10, 974));
        assertWishes(100 * MIB, 48 * MIB, false, known);
        Decision probing = governorWithFuse(99).decide(course, mapping(10, 976));
        assertWishes(100 * MIB + MIB / 2, 45 * MIB + MIB / 2, false, probing);
    }

    private static Reading mapping(long milliseconds, long useMiB) {
        return readingOfBytes(milliseconds, useMiB * MIB, 100 * MIB, 40 * MIB, 20 * MIB);
    }

    @Test
    void letsTheAgentGrowBesideAFuseOfItsSize() {
        assertWishes(101 * MIB, 50 * MIB, false, decideWithFuse(80, 500, 100, 50 * MIB));
    }

    @Test
    void letsTheAgentMakeRoomForTheFuse() {
        assertWishes(450 * MIB, 0, false, decideWithFuse(80, 800, 500, 0));
        assertWishes(450 * MIB, 21 * MIB, false, decideWithFuse(80, 770, 450, 20 * MIB));
    }

    /** What its charger needs for itself must not call it again. */
    @Test
    void leavesAFuseAloneThatIsNearlyOfItsSize() {
        long nearly = 512 << 10;
        assertEquals(50 * MIB - nearly, decideWithFuse(80, 800, 450, 50 * MIB - nearly).fuse());
        assertEquals(50 * MIB + nearly, decideWithFuse(80, 800, 450, 50 * MIB + nearly).fuse());
        assertEquals(50 * MIB, decideWithFuse(80, 800, 450, 50 * MIB + nearly + 1).fuse());
    }

    @Test
    void neverLeavesMoreThanIsRightInTheFuse() {
        assertWishes(0, 20 * MIB, false, decideWithFuse(80, 830, 0, 50 * MIB));
        assertWishes(0, 0, false, decideWithFuse(80, 880, 0, 50 * MIB));
    }

    /** 10 MiB are free at the level. */
    @Test
    void cutsWhatIsAboveTheLevelWhenHalfOfWhatIsFreeIsGone() {
        assertWishes(445 * MIB, 50 * MIB, false, decideWithFuse(99, 995, 450, 50 * MIB));
        assertWishes(444 * MIB, 44 * MIB, true, decideWithFuse(99, 996, 450, 50 * MIB));
        assertWishes(440 * MIB, 40 * MIB, true, decideWithFuse(99, 1000, 450, 50 * MIB));
    }

    @Test
    void cutsNoMoreThanTakesAMillisecondOrTwo() {
        assertWishes(350 * MIB, 34 * MIB, true, decideWithFuse(80, 901, 451, 50 * MIB));
        assertWishes(310 * MIB, 0, true, decideWithFuse(80, 901, 451, 10 * MIB));
    }
}
