package dev.ballast.launcher.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.govern.Heap;
import dev.ballast.launcher.govern.Reading;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which silences of the agent are taken for a target that waits for memory. */
class StallCausesTest {
    private static final long LIMIT = 512L << 20;

    private final Stalls stalls = new Stalls();

    @Test
    void aSilenceInAFullCgroupIsOne() {
        look(0, 1, true);
        look(3000, 1, true);
        assertEquals(Duration.ofSeconds(3), stalls.current());
        look(3001, 2, true);
        assertEquals(Duration.ZERO, stalls.current());
        assertEquals(Duration.ofSeconds(3), stalls.total().longestAtLimit());
    }

    @Test
    void aSilenceBelowTheLimitIsNone() {
        look(0, 1, false);
        look(3000, 1, false);
        assertEquals(Duration.ZERO, stalls.current());
        assertEquals(Duration.ofSeconds(3), stalls.total().longest());
        assertEquals(0, stalls.total().atLimit());
    }

    /** The agent needs a moment for its next sign after somebody has let the target go on. */
    @Test
    void aStopThatWasExcusedIsNoneAfterItEither() {
        look(0, 1, true);
        look(10_000, 1, true);
        stalls.excuse();
        look(10_050, 1, true);
        assertEquals(Duration.ZERO, stalls.current());
        look(10_060, 2, true);
        assertEquals(Duration.ofMillis(10_050), stalls.total().longest());
        assertEquals(0, stalls.total().atLimit());
    }

    /** At the edge of the limit a cgroup is full in one reading and not in the next. */
    @Test
    void aStopBelowTheLimitIsNoneWhenTheCgroupIsFullAtItsEnd() {
        look(0, 1, false);
        look(10_000, 1, false);
        assertTrue(stalls.isSilent());
        stalls.excuse();
        look(10_010, 1, true);
        assertFalse(stalls.isSilent());
        assertEquals(Duration.ZERO, stalls.current());
    }

    @Test
    void aStallAfterAnExcusedStopIsCountedFromItsEnd() {
        look(0, 1, true);
        look(10_000, 1, true);
        stalls.excuse();
        look(13_000, 1, true);
        assertEquals(Duration.ofSeconds(3), stalls.current());
        assertEquals(Duration.ofSeconds(3), stalls.total().longestAtLimit());
    }

    private void look(long millis, long beat, boolean isFull) {
        long nanos = 1 + millis * 1_000_000;
        long silent = stalls.silentNanos(nanos, beat);
        long use = isFull ? LIMIT : LIMIT / 2;
        stalls.note(new Reading(nanos, LIMIT, use, 0, 0, new Heap(0, 0, 0), silent, 0, 0));
    }
}
