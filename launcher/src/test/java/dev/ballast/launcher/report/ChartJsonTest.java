package dev.ballast.launcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChartJsonTest {
    private static String json(String unit, Object... values) throws Exception {
        Map<String, Object> series =
                Map.of(
                        "name",
                        "one",
                        "title",
                        "one",
                        "unit",
                        unit,
                        "values",
                        Arrays.asList(values));
        Map<String, Object> result =
                Map.of("timeline", Map.of("bucketSeconds", 0.5, "series", List.of(series)));
        return ChartJson.of(DrawnTimeline.of(ResultPart.of(result)), List.of());
    }

    @Test
    void writesDifferencesAndNothingWhereNothingWasMeasured() throws Exception {
        String json = json("bytes", null, 10240, 10240, null, 9216, null);
        assertTrue(json.contains("\"quantum\":1024.0,\"values\":\",10,0,,-1\""), json);
        assertTrue(json.contains("\"count\":5"), json);
    }

    @Test
    void reachesToTheLastEventOfAJvmThatIsGone() throws Exception {
        Map<String, Object> killed = MadeResults.killed();
        DrawnTimeline timeline = DrawnTimeline.of(ResultPart.of(killed));
        assertEquals(46, timeline.lengthSeconds(), 0.1);
    }

    @Test
    void doesNotBelieveAnEventWithoutEnd() {
        Map<String, Object> event = MadeResults.event(1e300, "late", "late");
        Map<String, Object> result = Map.of("timeline", Map.of("events", List.of(event)));
        assertEquals(1 << 16, DrawnTimeline.of(ResultPart.of(result)).buckets());
    }

    @Test
    void roundsLargeValuesToLessThanAPixel() throws Exception {
        String json = json("bytes", 1L << 40, (1L << 40) - 1);
        assertTrue(json.contains("\"quantum\":4194304.0,\"values\":\"262144,0\""), json);
    }

    @Test
    void keepsTenMicroseconds() throws Exception {
        assertTrue(json("seconds", 0.00042, 0.00043).contains("\"values\":\"42,1\""));
    }

    @Test
    void writesWhatCouldEndItsElementInAnotherWay() throws Exception {
        String hostile = "</script><!-- & \u2028\u2029";
        String safe = ChartJson.safeInScript(JSON.std.asString(List.of(hostile)));
        assertFalse(safe.contains("<"), safe);
        assertFalse(safe.contains("\u2028") || safe.contains("\u2029"), safe);
        assertEquals(List.of(hostile), JSON.std.listFrom(safe));
    }
}
