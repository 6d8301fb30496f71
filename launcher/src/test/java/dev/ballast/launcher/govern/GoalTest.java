package dev.ballast.launcher.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GoalTest {
    private static final long MIB = 1 << 20;

    /** Of 1000 MiB, 600 in use, 200 of them ballast. */
    private static final Reading NOW = reading(1000 * MIB, 600 * MIB, 200 * MIB);

    private static Reading reading(long limit, long use, long held) {
        return new Reading(0, limit, use, held, 0, new Heap(0, 0, 0), 0, 0, 0);
    }

    @Test
    void keepsAShareOfTheLimit() {
        Goal goal = new Goal.Share(80);
        assertEquals(400 * MIB, goal.ballastFor(NOW));
        assertEquals(800 * MIB, goal.wantedUse(NOW));
    }

    @Test
    void keepsASize() {
        Goal goal = new Goal.Use(700 * MIB);
        assertEquals(300 * MIB, goal.ballastFor(NOW));
        assertEquals(700 * MIB, goal.wantedUse(NOW));
    }

    @Test
    void keepsSomethingFree() {
        Goal goal = new Goal.Free(100 * MIB);
        assertEquals(500 * MIB, goal.ballastFor(NOW));
        assertEquals(900 * MIB, goal.wantedUse(NOW));
    }

    @Test
    void keepsSoMuchInTheJvm() {
        Goal goal = new Goal.Held(250 * MIB);
        assertEquals(250 * MIB, goal.ballastFor(NOW));
        assertEquals(650 * MIB, goal.wantedUse(NOW));
    }

    @Test
    void leavesAHundredthFreeHoweverMuchIsToBeHeld() {
        assertEquals((200 + 390) * MIB, new Goal.Held(700 * MIB).ballastFor(NOW));
    }

    /** Less is held than was asked for, so this is no success, though no more can be done. */
    @Test
    void isNotReachedWhereThereIsNoRoom() {
        Goal goal = new Goal.Held(599 * MIB);
        Reading full = reading(1000 * MIB, 990 * MIB, 590 * MIB);
        assertEquals(590 * MIB, goal.ballastFor(full));
        assertFalse(goal.isReached(full));
        assertEquals(999 * MIB, goal.wantedUse(full));
    }

    /** The agent holds whole pages: a million bytes are 244 of 4 KiB, or 15 of 64 KiB. */
    @Test
    void isReachedWithinAPageOfWhatIsToBeHeld() {
        Goal goal = new Goal.Held(1_000_000);
        assertTrue(goal.isReached(reading(MIB * 1000, MIB * 600, 244 * 4096)));
        assertTrue(goal.isReached(reading(MIB * 1000, MIB * 600, 15 * 65536)));
        assertFalse(goal.isReached(reading(MIB * 1000, MIB * 600, 14 * 65536)));
        assertFalse(goal.isReached(reading(MIB * 1000, MIB * 600, 245 * 4096)));
    }

    @Test
    void isReachedAsCloselyAsTheKernelCounts() {
        Goal goal = new Goal.Use(700 * MIB);
        long noise = goal.noise(NOW);
        assertTrue(goal.isReached(reading(1000 * MIB, 700 * MIB - 2 * noise, 0)));
        assertTrue(goal.isReached(reading(1000 * MIB, 700 * MIB + 2 * noise, 0)));
        assertFalse(goal.isReached(reading(1000 * MIB, 700 * MIB - 2 * noise - 1, 0)));
        assertFalse(goal.isReached(reading(1000 * MIB, 700 * MIB + 2 * noise + 1, 0)));
    }

    @Test
    void takesTheKernelsBatchesForNoiseUnderASmallLimit() {
        assertEquals(128 << 10, new Goal.Share(80).noise(reading(64 * MIB, 0, 0)));
        assertEquals(2 * MIB, new Goal.Share(80).noise(reading(10_000 * MIB, 0, 0)));
    }
}
