package dev.ballast.launcher.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StarvationTest {
    private static final long MIB = 1 << 20;
    private static final long MILLISECOND = 1_000_000;

    /** Under a limit of 512 MiB. */
    private static Reading reading(long milliseconds, long useMiB, long silence, long faults) {
        return reading(milliseconds, useMiB, silence, faults, 0);
    }

    private static Reading reading(
            long milliseconds, long useMiB, long silence, long faults, long mappedMiB) {
        return new Reading(
                milliseconds * MILLISECOND,
                512 * MIB,
                useMiB * MIB,
                0,
                0,
                new Heap(0, 0, 0),
                silence * MILLISECOND,
                mappedMiB * MIB,
                faults);
    }

    private static final Starvation NONE = Starvation.none(reading(0, 500, 0, 1000));

    @Test
    void isSeenWhereTheAgentIsSilentInAStormOfFaults() {
        Starvation seen = NONE.at(reading(50, 500, 51, 1006));
        assertTrue(seen.isNow());
        assertTrue(seen.wasSeen());
        assertEquals(496 * MIB, seen.ceiling());
    }

    /** Its program is read from disk while it starts. */
    @Test
    void isNotSeenWhileTheAgentMoves() {
        assertFalse(NONE.at(reading(50, 500, 50, 9000)).wasSeen());
    }

    /** A collector's pause, while somebody else reads from disk. */
    @Test
    void isNotSeenWhereThereIsRoom() {
        assertFalse(NONE.at(reading(50, 479, 51, 9000)).wasSeen());
        assertTrue(NONE.at(reading(50, 480, 51, 9000)).wasSeen());
        Starvation mapped = Starvation.none(reading(0, 300, 0, 1000, 64));
        assertFalse(mapped.at(reading(50, 407, 51, 9000, 64)).wasSeen());
        assertTrue(mapped.at(reading(50, 408, 51, 9000, 64)).wasSeen());
    }

    /** A collector's pause. */
    @Test
    void isNotSeenWithoutAStorm() {
        assertFalse(NONE.at(reading(50, 500, 5000, 1005)).wasSeen());
        assertFalse(NONE.at(reading(5000, 500, 5000, 1500)).wasSeen());
    }

    @Test
    void isJudgedOnceAWindow() {
        Starvation early = NONE.at(reading(49, 500, 49, 2000));
        assertFalse(early.wasSeen());
        Starvation seen = early.at(reading(51, 500, 51, 2000));
        assertTrue(seen.isNow());
        assertFalse(seen.at(reading(200, 496, 200, 9000)).isNow(), "time to read the code back");
        assertTrue(seen.at(reading(201, 496, 201, 9000)).isNow());
    }

    @Test
    void lowersTheLevelStepByStepAndNeverRaisesIt() {
        Starvation first = NONE.at(reading(50, 500, 60, 2000));
        Starvation second = first.at(reading(300, 496, 310, 3000));
        assertEquals(488 * MIB, second.ceiling());
        Starvation waiting = second.at(reading(500, 495, 560, 4000));
        assertEquals(488 * MIB, waiting.ceiling(), "the last step is still being given back");
        Starvation higher = waiting.at(reading(700, 489, 760, 5000));
        assertEquals(473 * MIB, higher.ceiling());
        Starvation well = higher.at(reading(900, 400, 0, 5000));
        assertFalse(well.isNow());
        assertEquals(473 * MIB, well.ceiling());
    }

    @Test
    void makesRoomForTheCodeThatWasMappedInTheBeginningAndAQuarterMore() {
        Starvation none = Starvation.none(reading(0, 100, 0, 0, 20));
        assertEquals(487 * MIB, none.at(reading(50, 505, 60, 1000, 3)).ceiling());
    }

    /** Where it has answered before, and where there is room for all code. */
    @Test
    void knowsWhatHasBeenProven() {
        Starvation none = Starvation.none(reading(0, 100, 0, 0, 20));
        assertEquals(487 * MIB, none.unproven(512 * MIB));
        Starvation later = none.at(reading(10, 500, 50, 0)).at(reading(20, 505, 51, 0));
        assertEquals(500 * MIB, later.unproven(512 * MIB));
    }
}
