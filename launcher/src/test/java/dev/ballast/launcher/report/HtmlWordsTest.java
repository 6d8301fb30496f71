package dev.ballast.launcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlWordsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "0.00042, 0.42 ms",
        "0.0042, 4.20 ms",
        "0.00999, 9.99 ms",
        "0.009996, 10.0 ms",
        "0.042, 42.0 ms",
        "0.25, 250 ms",
        "0.9994, 999 ms",
        "0.9996, 1.00 s",
        "12.3, 12.30 s"
    })
    void writesALatencyWithThreeDigits(double seconds, String words) {
        assertEquals(words, HtmlWords.latency(seconds));
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00.0", "5.04, 0:05.0", "59.96, 1:00.0", "66.4, 1:06.4", "-3, 0:00.0"})
    void writesATimeSinceTheStart(double seconds, String words) {
        assertEquals(words, HtmlWords.clock(seconds));
    }

    @Test
    void writesAnyNumberAsItCan() {
        assertEquals("-1.0 KiB", HtmlWords.bytes(-1024));
        assertEquals("8.0 EiB", HtmlWords.bytes(1e300));
        assertEquals("0 ms", HtmlWords.time(-1));
        assertEquals("2500000 h", HtmlWords.time(1e300));
    }

    @Test
    void writesAMomentInWordsAndLeavesWhatIsNone() {
        assertEquals("25 November 2026, 19:00:00 UTC", HtmlWords.moment("2026-11-25T19:00:00Z"));
        assertEquals("yesterday", HtmlWords.moment("yesterday"));
    }
}
