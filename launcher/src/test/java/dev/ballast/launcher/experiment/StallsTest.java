package dev.ballast.launcher.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.govern.Reading;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallsTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long LIMIT = 1 << 30;
    private static final Reading FULL = Reading.before(LIMIT, LIMIT);
    private static final Reading FREE = Reading.before(LIMIT, LIMIT / 2);

    /** Time does not begin at 0. */
    private static final long START = Long.MAX_VALUE / 2;

    private final Stalls stalls = new Stalls();

    /** One reading. */
    private Duration silence(long milliseconds, long beat, Reading reading) {
        long silent = stalls.silentNanos(START + milliseconds * MILLISECOND, beat);
        stalls.note(reading);
        return Duration.ofNanos(silent);
    }

    private void assertTotal(int count, long longest, int atLimit, long longestAtLimit) {
        assertEquals(
                new StallCount(
                        count,
                        Duration.ofMillis(longest),
                        atLimit,
                        Duration.ofMillis(longestAtLimit)),
                stalls.total());
    }

    @Test
    void isSilentSinceTheReadingThatSawItMove() {
        assertEquals(Duration.ZERO, silence(0, 0, FREE));
        assertEquals(Duration.ofMillis(3), silence(3, 0, FREE));
        assertEquals(Duration.ZERO, silence(5, 1, FREE));
        assertEquals(Duration.ofMillis(20), silence(25, 1, FREE));
    }

    @Test
    void countsNoSilenceOfLessThanATenthOfASecond() {
        silence(0, 0, FULL);
        silence(99, 0, FULL);
        silence(100, 1, FULL);
        silence(199, 1, FULL);
        silence(199, 2, FULL);
        assertTotal(0, 0, 0, 0);
    }

    @Test
    void countsThoseThatMetTheLimit() {
        silence(0, 0, FREE);
        silence(100, 0, FULL);
        silence(150, 0, FREE);
        silence(200, 1, FREE);
        silence(600, 1, FREE);
        silence(601, 2, FREE);
        assertTotal(2, 400, 1, 150);
    }

    @Test
    void countsTheOneThatHasNotEnded() {
        silence(0, 0, FULL);
        silence(500, 0, FULL);
        assertTotal(1, 500, 1, 500);
    }

    @Test
    void saysForHowLongTheTargetStandsStillAtItsLimit() {
        silence(0, 0, FREE);
        silence(300, 0, FREE);
        assertEquals(Duration.ZERO, stalls.current());
        silence(310, 0, FULL);
        assertEquals(Duration.ofMillis(310), stalls.current());
        silence(1310, 0, FREE);
        assertEquals(Duration.ofMillis(1310), stalls.current());
        silence(1311, 0, FREE);
        assertEquals(Duration.ZERO, stalls.current());
        silence(1400, 0, FULL);
        assertEquals(Duration.ofMillis(1400), stalls.current());
        silence(1410, 1, FREE);
        assertEquals(Duration.ZERO, stalls.current());
    }
}
