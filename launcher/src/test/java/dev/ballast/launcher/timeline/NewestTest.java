package dev.ballast.launcher.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NewestTest {
    private final Timeline timeline = new Timeline(1000, Instant.EPOCH);

    @Test
    void theValueThatWasAddedLastIsTheNewest() {
        assertEquals(OptionalDouble.empty(), timeline.last(Series.HELD));
        timeline.put(Series.HELD, 2000, 5);
        timeline.put(Series.HELD, 3000, 4);
        assertEquals(OptionalDouble.of(4), timeline.last(Series.HELD));
        assertEquals(OptionalDouble.empty(), timeline.last(Series.FUSE));
    }

    @Test
    void anOldValueIsNotThePresentOne() {
        timeline.put(Series.HELD, 3000, 4);
        assertEquals(OptionalDouble.of(4), timeline.last(Series.HELD, 3000));
        assertEquals(OptionalDouble.empty(), timeline.last(Series.HELD, 3001));
    }

    @Test
    void whoReadsItNeedsNothingThatWhoMeasuresWaitsFor() {
        timeline.put(Series.HELD, 3000, 4);
        synchronized (timeline) {
            assertEquals(
                    OptionalDouble.of(4),
                    assertTimeoutPreemptively(
                            Duration.ofSeconds(10), () -> timeline.last(Series.HELD)));
        }
    }
}
