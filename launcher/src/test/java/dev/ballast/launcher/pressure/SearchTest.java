package dev.ballast.launcher.pressure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {
    private static final long TICK_NANOS = 100_000_000;
    private static final double FROM = 25;
    private static final PressureSpec SPEC = PressureSpec.parse("psi-some=20%", 95);

    /** A service whose pressure grows from some level on, told as the average of a window. */
    private static final class Service {
        private final Random random = new Random(7);
        private final Deque<Double> window = new ArrayDeque<>();
        private double from;
        private final double perPercent;

        Service(double from, double perPercent) {
            this.from = from;
            this.perPercent = perPercent;
        }

        double at(double level) {
            double pressure = Math.max(0, level - from) * perPercent;
            window.add(Math.min(100, pressure * (0.5 + random.nextDouble())));
            if (window.size() > Search.WINDOW.toNanos() / TICK_NANOS) {
                window.remove();
            }
            return window.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        }
    }

    private long now;
    private double level = FROM;

    private double run(Search search, Service service, int seconds) {
        for (long end = now + seconds * 1_000_000_000L; now < end; now += TICK_NANOS) {
            level = search.at(now, OptionalDouble.of(service.at(level)), level);
        }
        return level;
    }

    /** Steep as a cliff, and flat. */
    @ParameterizedTest
    @CsvSource({"90, 20, 91.0", "88, 10, 90.0", "60, 2, 70.0", "90, 100, 90.2", "30, 0.5, 70.0"})
    void findsTheLevelThatMakesThePressure(double from, double perPercent, double right) {
        Search search = new Search(SPEC, FROM, 0);
        Service service = new Service(from, perPercent);
        run(search, service, 180);
        assertTrue(search.isFound());
        search.hold(now);
        run(search, service, 120);
        SearchResult result = search.result();
        assertEquals(right, result.levelPercent(), Math.max(1.5, 2 / perPercent), result.words());
        assertTrue(result.isMet(), result.words());
        assertTrue(result.highestPercent() <= 95, result.words());
    }

    @Test
    void stopsAtTheHighestLevelThatItMayUse() {
        Search search = new Search(SPEC, FROM, 0);
        assertEquals(95, run(search, new Service(99, 20), 200));
        assertTrue(search.isFound());
        search.hold(now);
        run(search, new Service(99, 20), 20);
        assertFalse(search.result().isMet());
        assertEquals(95, search.result().levelPercent(), 0.01);
    }

    /** An application whose pressure begins earlier all at once. */
    @Test
    void retreatsQuicklyFromWhatIsFarTooMuch() {
        Search search = new Search(SPEC, FROM, 0);
        Service service = new Service(90, 20);
        run(search, service, 120);
        service.from = 80;
        double after = run(search, service, 10);
        assertTrue(after < 84, "at " + after);
        assertEquals(81, run(search, service, 90), 1.5);
    }

    /** As when the agent's first collection meets an application that starts. */
    @Test
    void isNotFooledByABurst() {
        Search search = new Search(SPEC, FROM, 0);
        Service service = new Service(0, 20);
        run(search, service, 2);
        service.from = 90;
        run(search, service, 10);
        assertFalse(search.isFound());
        run(search, service, 180);
        assertTrue(search.isFound());
        assertEquals(91, level, 1.5);
    }

    @Test
    void staysWhereItIsWhileNothingIsTold() {
        Search search = new Search(SPEC, 50, 0);
        for (long nanos = 0; nanos < 20_000_000_000L; nanos += TICK_NANOS) {
            assertEquals(50, search.at(nanos, OptionalDouble.empty(), 50));
        }
        assertFalse(search.isFound());
    }

    @ParameterizedTest
    @CsvSource({"psi=20%", "psi-some", "psi-some=20", "psi-some=0%", "gc-time=100%", "gc-time=x%"})
    void refusesWhatIsNoPressure(String text) {
        assertThrows(IllegalArgumentException.class, () -> PressureSpec.parse(text, 95));
    }

    @Test
    void saysWhatWasTyped() {
        assertEquals(
                "--pressure gc-time=30% --at-most 95%",
                PressureSpec.parse("gc-time=30%", 95).option());
    }
}
