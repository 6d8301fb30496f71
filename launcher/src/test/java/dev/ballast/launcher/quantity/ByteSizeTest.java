package dev.ballast.launcher.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "1B, 1",
        "1KiB, 1024",
        "1Ki, 1024",
        "1KB, 1000",
        "1kb, 1000",
        "512MiB, 536870912",
        "512Mi, 536870912",
        "100MB, 100000000",
        "1.5GiB, 1610612736",
        "1.5 GiB, 1610612736",
        "' 1GiB ', 1073741824",
        "2tib, 2199023255552",
        "1TB, 1000000000000",
        "0.5B, 0",
        "0.999999999KiB, 1023",
        "8388607TiB, 9223370937343148032",
    })
    void readsWhatPeopleWrite(String text, long bytes) {
        assertEquals(bytes, ByteSize.parse(text).bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "GiB",
                "-1",
                "-1MiB",
                "+1MiB",
                "1e3",
                "1,5GiB",
                ".5GiB",
                "1.GiB",
                "1G",
                "1M",
                "1PiB",
                "80%",
                "1 2",
                "0x10",
                "1.5.5MiB",
                "1MiB/s",
                "abc",
                "1  MiB",
                "1234567890123456789",
                "१MiB",
            })
    void refusesWhatIsNoSize(String text) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));
        assertEquals(
                "`" + text + "` is not a size; write for example 512MiB or 1.5GiB",
                refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"8388608TiB", "999999999999999999TiB", "10000000TB"})
    void refusesWhatDoesNotFitIntoALong(String text) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));
        assertEquals("`" + text + "` is more than 8 EiB", refusal.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KiB",
        "1536, 1.5 KiB",
        "1048524, 1023.9 KiB",
        "1048525, 1.0 MiB",
        "429496729, 409.6 MiB",
        "1073741823, 1.0 GiB",
        "9223372036854775807, 8.0 EiB",
    })
    void isPrintedForPeople(long bytes, String text) {
        assertEquals(text, new ByteSize(bytes).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1023, 1023B",
        "1536, 2K",
        "1048063, 1023K",
        "1048064, 1M",
        "429496729, 410M",
        "1073741824, 1.0G",
        "1610612736, 1.5G",
        "10630044057, 9.9G",
        "25276063744, 24G",
    })
    void isPrintedForATable(long bytes, String text) {
        assertEquals(text, new ByteSize(bytes).brief());
    }

    @ParameterizedTest
    @CsvSource({
        "512MiB, 80, 429496729",
        "512MiB, 100, 536870912",
        "1GiB, 12.5, 134217728",
        "3B, 50, 1",
        "0, 99, 0",
    })
    void takesAPercentageRoundedDown(String whole, double percent, long bytes) {
        assertEquals(new ByteSize(bytes), ByteSize.parse(whole).percent(percent));
    }

    @Test
    void tellsHowManyPercentItIs() {
        assertEquals(37.5, ByteSize.ofMiB(384).percentOf(ByteSize.ofMiB(1024)));
    }

    @Test
    void isNeverNegative() {
        assertThrows(IllegalArgumentException.class, () -> new ByteSize(-1));
        assertEquals(ByteSize.ZERO, ByteSize.ofMiB(1).minusOrZero(ByteSize.ofMiB(2)));
    }

    @Test
    void refusesToOverflow() {
        ByteSize largest = new ByteSize(Long.MAX_VALUE);
        assertThrows(ArithmeticException.class, () -> largest.plus(new ByteSize(1)));
        assertThrows(ArithmeticException.class, () -> ByteSize.ofMiB(Long.MAX_VALUE));
    }

    @Test
    void isOrderedByBytes() {
        assertTrue(ByteSize.parse("1MB").compareTo(ByteSize.parse("1MiB")) < 0);
    }
}
