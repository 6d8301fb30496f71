package dev.ballast.launcher.pressure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PartOfTimeTest {
    private static final long SECOND = 1_000_000_000;
    private final PartOfTime part = new PartOfTime();

    @Test
    void isOfTheWindowOnly() {
        assertEquals(OptionalDouble.empty(), part.at(0, 5 * SECOND));
        assertEquals(OptionalDouble.of(50), part.at(SECOND, 5 * SECOND + SECOND / 2));
        assertEquals(OptionalDouble.of(25), part.at(2 * SECOND, 5 * SECOND + SECOND / 2));
        part.at(3 * SECOND, 6 * SECOND);
        assertEquals(OptionalDouble.of(50), part.at(5 * SECOND, 7 * SECOND));
    }

    /**
     * A collection of 9 s in every 18 s is half of the time on average, told within 3 s of these.
     */
    @Test
    void isMoreThanAllWhenItTookLongerThanTheWindow() {
        part.at(0, 0);
        assertEquals(OptionalDouble.of(300), part.at(3 * SECOND, 9 * SECOND));
    }

    /** The page that it is read from belongs to the target. */
    @Test
    void isNeverLessThanNothing() {
        part.at(0, 9 * SECOND);
        assertEquals(OptionalDouble.of(0), part.at(SECOND, 0));
    }
}
