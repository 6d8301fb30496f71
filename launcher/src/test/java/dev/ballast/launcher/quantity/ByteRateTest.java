package dev.ballast.launcher.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRateTest {
    @ParameterizedTest
    @CsvSource({"200MiB/s, 209715200", "200MiB, 209715200", "' 1 MB/s ', 1000000", "1, 1"})
    void readsWhatPeopleWrite(String text, long bytesPerSecond) {
        assertEquals(bytesPerSecond, ByteRate.parse(text).perSecond().bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/s", "0", "0MiB/s", "0.1B/s", "-1MiB/s", "1MiB/m", "1MiB/s/s"})
    void refusesWhatIsNoRate(String text) {
        assertThrows(IllegalArgumentException.class, () -> ByteRate.parse(text));
    }

    @Test
    void tellsHowLongBytesTake() {
        ByteRate rate = ByteRate.parse("200MiB/s");
        assertEquals(Duration.ofMillis(2500), rate.timeFor(ByteSize.ofMiB(500)));
    }

    @Test
    void tellsAnEndlessTimeWithoutOverflow() {
        ByteRate slowest = new ByteRate(new ByteSize(1));
        assertEquals(
                Duration.ofSeconds(1_000_000_000), slowest.timeFor(new ByteSize(Long.MAX_VALUE)));
    }

    @Test
    void isPrintedForPeople() {
        assertEquals("200.0 MiB/s", ByteRate.parse("200MiB").toString());
    }
}
