package dev.ballast.launcher.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ballast.launcher.govern.Goal;
import dev.ballast.launcher.quantity.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource({
        "80%, 80, --level 80%",
        "80 %, 80, --level 80%",
        "100%, 100, --level 100%",
        "0.5%, 0.5, --level 0.5%",
        "97.25%, 97.25, --level 97.25%",
    })
    void readsALevelAsAPartOfTheLimit(String text, double percent, String words) {
        Amount level = Amount.parseLevel(text);
        assertEquals(new Amount.LevelPercent(percent), level);
        assertEquals(new Goal.Share(percent), level.goal());
        assertEquals(words, level.words());
    }

    @ParameterizedTest
    @CsvSource({
        "1.5GiB, 1610612736, --level 1.5 GiB",
        "512MiB, 536870912, --level 512.0 MiB",
        "1, 1, --level 1 B",
        "80, 80, --level 80 B",
    })
    void readsALevelAsASize(String text, long bytes, String words) {
        Amount level = Amount.parseLevel(text);
        assertEquals(new Amount.LevelSize(new ByteSize(bytes)), level);
        assertEquals(new Goal.Use(bytes), level.goal());
        assertEquals(words, level.words());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | `` is not a size; write for example 512MiB or 1.5GiB",
                "abc | `abc` is not a size; write for example 512MiB or 1.5GiB",
                "-1 | `-1` is not a size; write for example 512MiB or 1.5GiB",
                "NaN | `NaN` is not a size; write for example 512MiB or 1.5GiB",
                "0 | --level must be more than 0",
                "0MiB | --level must be more than 0",
                "0.1 | --level must be more than 0",
                "% | `%` is not a percentage; write for example 80%",
                "-5% | `-5%` is not a percentage; write for example 80%",
                "NaN% | `NaN%` is not a percentage; write for example 80%",
                "1e1% | `1e1%` is not a percentage; write for example 80%",
                "80%% | `80%%` is not a percentage; write for example 80%",
                "0% | a level is more than 0% and at most 100% of the limit, not 0.0%",
                "150% | a level is more than 0% and at most 100% of the limit, not 150.0%",
                "100.000001% | a level is more than 0% and at most 100% of the limit, not"
                        + " 100.000001%",
            })
    void refusesWhatIsNoLevel(String text, String reason) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Amount.parseLevel(text));
        assertEquals(reason, refusal.getMessage());
    }

    @Test
    void takesNoPercentageThatIsNoNumber() {
        assertThrows(IllegalArgumentException.class, () -> new Amount.LevelPercent(Double.NaN));
    }

    @Test
    void addsSomethingOrIsRefused() {
        assertEquals(new Goal.Held(1 << 20), new Amount.Add(ByteSize.ofMiB(1)).goal());
        assertThrows(IllegalArgumentException.class, () -> new Amount.Add(ByteSize.ZERO));
    }

    @Test
    void mayReserveNothing() {
        assertEquals(new Goal.Free(0), new Amount.Reserve(ByteSize.ZERO).goal());
    }
}
