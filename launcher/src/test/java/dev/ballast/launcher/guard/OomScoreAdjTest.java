package dev.ballast.launcher.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OomScoreAdjTest {
    @ParameterizedTest
    @CsvSource({"-1000, -1000", "0, 0", "1000, 1000", "+5, 5", "-0, 0"})
    void readsAScore(String text, int value) {
        assertEquals(value, OomScoreAdj.parse(text).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "abc", "1.5", "0x10", "5 ", "99999999999"})
    void refusesWhatIsNoNumber(String text) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> OomScoreAdj.parse(text));
        assertEquals(
                "`" + text + "` is not an OOM score; write a whole number from -1000 to 1000",
                refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1001", "1001", "-2147483648"})
    void refusesWhatTheKernelRefuses(String text) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> OomScoreAdj.parse(text));
        assertEquals("an OOM score is from -1000 to 1000, not " + text, refusal.getMessage());
    }
}
