package dev.ballast.launcher.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long SECOND = 1_000_000_000;

    private final Timeline timeline = new Timeline(0, Instant.EPOCH);

    private double[] values(Series series) {
        return timeline.view().columns().stream()
                .filter(column -> column.series().equals(series))
                .findFirst()
                .orElseThrow()
                .values();
    }

    @Test
    void keepsTheMeanOfAnInterval() {
        timeline.put(Series.USE, 0, 10);
        timeline.put(Series.USE, 1, 20);
        timeline.put(Series.USE, SECOND, 7);
        assertEquals(15, values(Series.USE)[0]);
        assertEquals(7, values(Series.USE)[10]);
        assertTrue(Double.isNaN(values(Series.USE)[5]));
    }

    @Test
    void keepsThePeakWherePeaksMatter() {
        timeline.put(Series.USE_PEAK, 0, 10);
        timeline.put(Series.USE_PEAK, 1, 30);
        timeline.put(Series.USE_PEAK, 2, 20);
        assertEquals(30, values(Series.USE_PEAK)[0]);
    }

    @Test
    void countsWhatIsFromBeforeTheStartForTheStart() {
        timeline.put(Series.USE, -SECOND, 3);
        assertEquals(3, values(Series.USE)[0]);
    }

    /** Two hours at the control loop's own rate near the limit, and at the probes'. */
    @Test
    void keepsTwoHoursInTheMemoryOfMinutes() {
        long ticks = 0;
        for (long nanos = 0; nanos < 7200 * SECOND; nanos += 20_000_000) {
            timeline.put(Series.USE, nanos, nanos / 1e9);
            timeline.put(Series.USE_PEAK, nanos, nanos / 1e9);
            ticks++;
        }
        Timeline.View view = timeline.view();
        assertEquals(360_000, ticks);
        assertEquals(3.2, view.intervalSeconds(), 1e-9);
        for (Column column : view.columns()) {
            assertTrue(column.values().length <= Timeline.MOST_INTERVALS);
        }
        double[] means = values(Series.USE);
        assertEquals(2250, means.length);
        assertEquals(1.6, means[0], 0.02);
        assertEquals(7198.4, means[2249], 0.1);
        assertEquals(7199.98, values(Series.USE_PEAK)[2249], 1e-9);
    }

    @Test
    void takesValuesInAnyOrder() {
        timeline.put(Series.RSS, 3600 * SECOND, 5);
        timeline.put(Series.RSS, 0, 1);
        assertEquals(1, values(Series.RSS)[0]);
        assertEquals(5, timeline.last(Series.RSS).isPresent() ? values(Series.RSS)[2250] : -1);
    }

    @Test
    void leavesOutEventsThatThereIsNoRoomForAndSaysHowMany() {
        for (int i = 0; i < Timeline.MOST_EVENTS + 7; i++) {
            timeline.event(i, Event.Kind.STEP, "step " + i);
        }
        assertEquals(Timeline.MOST_EVENTS, timeline.view().events().size());
        assertEquals(7, timeline.view().unkept());
    }

    @Test
    void endsOnePhaseWhereTheNextBegins() {
        timeline.phase(0, Phase.BEFORE);
        timeline.phase(3 * SECOND, Phase.DURING);
        timeline.end(5 * SECOND);
        assertEquals(
                List.of(
                        new Timeline.Span(Phase.BEFORE, 0, 3),
                        new Timeline.Span(Phase.DURING, 3, 5)),
                timeline.view().phases());
        assertEquals(5, timeline.view().seconds());
    }

    @Test
    void keepsNoControlCharactersOfAnEventsWords() {
        timeline.event(0, Event.Kind.STEP, "a\u001b[2J\nb");
        assertEquals("a [2J b", timeline.view().events().get(0).words());
    }
}
