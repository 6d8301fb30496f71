package dev.ballast.launcher.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.govern.Goal;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    private static final long MIB = 1 << 20;

    /** 100 of 1000 MiB are in use. */
    private static final Reading START = Reading.before(1000 * MIB, 100 * MIB);

    @TempDir private Path temporary;

    /** What is asked for after so long, in MiB in use. */
    private static long asked(String shape, String amount, String seconds) {
        Wanted wanted =
                new Wanted(
                        Optional.of(amount).filter(text -> !text.isEmpty()).map(ShapeTest::amount),
                        Shape.parse(shape));
        Duration since = Duration.ofMillis((long) (1000 * Double.parseDouble(seconds)));
        return wanted.at(since, START).asked(START) / MIB;
    }

    private static Amount amount(String text) {
        return text.startsWith("+")
                ? new Amount.Add(ByteSize.parse(text.substring(1)))
                : Amount.parseLevel(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "hold                              | 80%     | 0    | 800",
                "hold                              | 80%     | 3600 | 800",
                "ramp 100s                         | 80%     | 0    | 100",
                "ramp 100s                         | 80%     | 50   | 450",
                "ramp 100s                         | 80%     | 100  | 800",
                "ramp 100s                         | +200MiB | 50   | 200",
                "leak 60MiB/min                    | \"\"    | 90   | 190",
                "leak 1MiB/s                       | \"\"    | 5000 | 5100",
                "leak 36GiB/h                      | 80%     | 10   | 202",
                "leak 1MiB/s                       | 80%     | 5000 | 800",
                "steps 50,75,90% each 30s          | \"\"    | 0    | 500",
                "steps 50,75,90% each 30s          | \"\"    | 29.9 | 500",
                "steps 50,75,90% each 30s          | \"\"    | 30   | 750",
                "steps 50,75,90% each 30s          | \"\"    | 89   | 900",
                "steps 50,75% each 30s pause 10s   | \"\"    | 35   | 100",
                "steps 50,75% each 30s pause 10s   | \"\"    | 40   | 750",
                "steps 200,300MiB each 1m          | \"\"    | 61   | 300",
                "steps 50%..80% by 5% each 30s     | \"\"    | 31   | 550",
                "steps 50%..90% by 12.5% each 1s   | \"\"    | 9    | 875",
                "wave 60%..90% period 1m           | \"\"    | 0    | 600",
                "wave 60%..90% period 1m           | \"\"    | 15   | 750",
                "wave 60%..90% period 1m           | \"\"    | 30   | 900",
                "wave 60%..90% period 1m           | \"\"    | 60   | 600",
                "wave 200MiB..400MiB period 2s     | \"\"    | 1    | 400",
                "spike +300MiB for 2s every 20s    | \"\"    | 17.9 | 100",
                "spike +300MiB for 2s every 20s    | \"\"    | 18   | 400",
                "spike +300MiB for 2s every 20s    | \"\"    | 20   | 100",
                "spike 300MiB  for  2s every 20s   | 50%     | 39   | 800",
                "spike 300MiB for 2s every 20s     | +50MiB  | 39   | 450",
            })
    void asksForWhatItSays(String shape, String amount, String seconds, long mib) {
        assertEquals(mib, asked(shape, amount, seconds));
        assertEquals(Shape.parse(shape), Shape.parse(Shape.parse(shape).toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "holdd",
                "hold 3s",
                "ramp",
                "ramp 0",
                "ramp 5",
                "ramp 5m 5m",
                "leak",
                "leak 10MiB",
                "leak 10MiB/day",
                "leak 0MiB/min",
                "steps 50,75",
                "steps 50,,75% each 1s",
                "steps each 1s",
                "steps 50% each 0",
                "steps 50,101% each 1s",
                "steps 90%..50% by 5% each 1s",
                "steps 1%..99% by 0.01% each 1s",
                "steps 50%..90% by 5MiB each 1s",
                "steps 50% by 5% each 0",
                "wave 60%..200MiB period 1m",
                "wave 60% period 1m",
                "wave 60%..90% period 0",
                "spike 10MiB for 2s every 2s",
                "spike 0MiB for 1s every 2s",
                "spike 10MiB every 2s",
                "trace",
                "trace /no/such/file",
            })
    void refusesWhatIsNone(String text) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Shape.parse(text));
        assertTrue(refusal.getMessage().length() > 10, refusal.getMessage());
    }

    @Test
    void knowsWhetherItSaysHowMuch() {
        Optional<Amount> some = Optional.of(Amount.parseLevel("80%"));
        for (String text : new String[] {"hold", "ramp 5s"}) {
            Shape shape = Shape.parse(text);
            assertThrows(IllegalArgumentException.class, () -> new Wanted(Optional.empty(), shape));
        }
        for (String text : new String[] {"steps 5% each 5s", "wave 5%..6% period 5s"}) {
            Shape shape = Shape.parse(text);
            assertThrows(IllegalArgumentException.class, () -> new Wanted(some, shape));
        }
        Shape leak = Shape.parse("leak 1MiB/s");
        assertTrue(new Wanted(Optional.empty(), leak).isEndless());
        assertTrue(!new Wanted(some, leak).isEndless());
    }

    @Test
    void lastsAsLongAsItAndItsHold() {
        Duration hold = Duration.ofSeconds(30);
        assertEquals(
                Duration.ofSeconds(330),
                new Wanted(Optional.of(Amount.parseLevel("80%")), Shape.parse("ramp 5m"))
                        .lasts(hold));
        assertEquals(
                Duration.ofSeconds(35),
                new Wanted(Optional.empty(), Shape.parse("steps 1,2,3% each 5s pause 10s"))
                        .lasts(hold));
        assertEquals(
                hold,
                new Wanted(Optional.empty(), Shape.parse("wave 1%..2% period 1s")).lasts(hold));
    }

    @Test
    void doesNotGiveBackWhatHasLeaked() {
        Goal goal =
                new Wanted(Optional.empty(), Shape.parse("leak 10MiB/s"))
                        .at(Duration.ofSeconds(10), START);
        Reading full = Reading.before(1000 * MIB, 1000 * MIB);
        assertEquals(100 * MIB, goal.ballastFor(full));
    }

    @Test
    void replaysWhatWasRecorded() throws IOException {
        Path file = temporary.resolve("usage.csv");
        Files.writeString(
                file, "time,bytes\n# at night\n60,209715200\n\n120, 419430400.5\n180s;200MiB\n");
        String shape = "trace " + file;
        assertEquals(200, asked(shape, "", "0"));
        assertEquals(300, asked(shape, "", "30"));
        assertEquals(400, asked(shape, "", "60"));
        assertEquals(250, asked(shape, "", "105"));
        assertEquals(200, asked(shape, "", "1000"));
        assertEquals(Optional.of(Duration.ofMinutes(2)), Shape.parse(shape).length());
    }

    @ParameterizedTest
    @CsvSource({
        "'1,1MiB\n', two points",
        "'1,1MiB\n1,2MiB\n', forward",
        "'1,1MiB\n2,50%\n', percentages",
        "'1,1MiB\n2,x\n', line 2",
        "'1,1MiB\n2\n', line 2",
    })
    void saysWhatIsWrongWithAFile(String text, String words) throws IOException {
        Path file = temporary.resolve("usage.csv");
        Files.writeString(file, text);
        var refusal =
                assertThrows(IllegalArgumentException.class, () -> Shape.parse("trace " + file));
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("usage.csv"), refusal.getMessage());
    }
}
