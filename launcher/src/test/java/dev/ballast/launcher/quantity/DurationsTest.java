package dev.ballast.launcher.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0s, 0",
        "30s, 30000",
        "250ms, 250",
        "10m, 600000",
        "1h30m, 5400000",
        "1d, 86400000",
        "1.5s, 1500",
        "0.25h, 900000",
        "1m500ms, 60500",
        "365d, 31536000000",
    })
    void readsWhatPeopleWrite(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "30",
                "1",
                "-5s",
                "+5s",
                "5 s",
                " 5s",
                "5S",
                "s",
                "1h30",
                "1.s",
                ".5s",
                "1e3s",
                "5min",
                "5us",
                "5w",
                "1.2345s",
                "1234567890s",
                "forever",
            })
    void refusesWhatIsNoTime(String text) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));
        assertEquals(
                "`" + text + "` is not a time; write for example 30s, 10m or 1h30m",
                refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "350, 350 ms",
        "999, 999 ms",
        "1000, 1 s",
        "12500, 12.5 s",
        "59000, 59 s",
        "60000, 1 min",
        "125000, 2 min 5 s",
        "3599999, 59 min 59 s",
        "3600000, 1 h",
        "11400000, 3 h 10 min",
        "180000000, 50 h",
    })
    void isPrintedForPeople(long millis, String words) {
        assertEquals(words, Durations.words(Duration.ofMillis(millis)));
    }
}
