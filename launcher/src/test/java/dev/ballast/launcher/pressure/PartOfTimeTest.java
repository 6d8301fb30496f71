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

    @Test
    void isNeverMoreThanAll() {
        part.at(0, 0);
        assertEquals(OptionalDouble.of(100), part.at(SECOND, 7 * SECOND));
    }
}
