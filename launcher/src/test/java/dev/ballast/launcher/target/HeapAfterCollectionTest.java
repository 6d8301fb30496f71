package dev.ballast.launcher.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On what real JVMs have published some 300 ms after a young collection. */
class HeapAfterCollectionTest {
    private static final String EDEN = "sun.gc.generation.0.space.0.used";
    private static final String OLD = "sun.gc.generation.1.space.0.used";
    private static final String SAMPLED_AT = "sun.os.hrt.ticks";

    private final HeapAfterCollection heap = new HeapAfterCollection();

    private Optional<ByteSize> after(WrittenPerfData data) {
        return heap.after(data.parsed(), data.parsed());
    }

    private static Optional<ByteSize> bytes(long bytes) {
        return Optional.of(new ByteSize(bytes));
    }

    /** The log's numbers: 22199K, 32K + 21696K, 32K + 21809K. */
    @ParameterizedTest
    @CsvSource({"17-g1, 22731992", "21-parallel, 22250184", "26-serial, 22365712"})
    void isWhatTheJvmsLogSays(String name, long bytes) throws IOException {
        assertEquals(bytes(bytes), after(WrittenPerfData.captured(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"11-zgc", "25-zgc", "17-shenandoah"})
    void isNotKnownOfConcurrentCollectors(String name) throws IOException {
        assertEquals(Optional.empty(), after(WrittenPerfData.captured(name)));
    }

    /** What does not fit into the old space stays in eden. */
    private static WrittenPerfData afterAFullCollection() throws IOException {
        WrittenPerfData data = WrittenPerfData.captured("21-parallel");
        long end = data.number("sun.gc.collector.0.lastExitTime") + 5_000_000;
        return data.number("sun.gc.collector.1.lastEntryTime", end - 2_000_000)
                .number("sun.gc.collector.1.lastExitTime", end)
                .number(SAMPLED_AT, end - 1)
                .number(EDEN, 1_000_000);
    }

    @Test
    void hasWhatAFullCollectionLeavesInEden() throws IOException {
        assertEquals(bytes(22250184 + 1_000_000), after(afterAFullCollection()));
    }

    @Test
    void isNotKnownWhenEdenHasBeenWrittenAgainSinceAFullCollection() throws IOException {
        WrittenPerfData data = afterAFullCollection();
        data.number(SAMPLED_AT, data.number(SAMPLED_AT) + 10);
        assertEquals(Optional.empty(), after(data));
    }

    /** Only a large array is made outside of eden. */
    @Test
    void staysWhatItWasAtTheFirstReading() throws IOException {
        WrittenPerfData data = WrittenPerfData.captured("21-parallel");
        after(data);
        data.number(OLD, data.number(OLD) + 50_000_000);
        assertEquals(bytes(22250184), after(data));
        long sampledAt = data.number(SAMPLED_AT);
        data.number("sun.gc.collector.0.lastEntryTime", sampledAt - 2)
                .number("sun.gc.collector.0.lastExitTime", sampledAt - 1);
        assertEquals(bytes(72250184), after(data));
    }

    @ParameterizedTest
    @CsvSource({
        "sun.gc.collector.0.lastEntryTime, 999999999999",
        "sun.gc.collector.1.lastEntryTime, 999999999999",
        "sun.gc.cause, System.gc()",
    })
    void isNotToldDuringACollection(String name, String value) throws IOException {
        assertEquals(
                Optional.empty(), after(WrittenPerfData.captured("21-parallel").text(name, value)));
    }

    /** Two readings that differ were not of one moment. */
    @ParameterizedTest
    @ValueSource(strings = {EDEN, OLD, SAMPLED_AT, "sun.gc.collector.0.lastEntryTime"})
    void isNotToldWhileTheNumbersChange(String name) throws IOException {
        WrittenPerfData data = WrittenPerfData.captured("21-parallel");
        PerfData before = data.parsed();
        data.number(name, data.number(name) - 1);
        assertEquals(Optional.empty(), heap.after(before, data.parsed()));
        assertEquals(bytes(22250184 - (name.equals(OLD) ? 1 : 0)), after(data));
    }

    /** A concurrent cycle's last pauses free regions of G1's old space. */
    @Test
    void isNotToldAfterThePausesOfAConcurrentCycle() throws IOException {
        WrittenPerfData data = WrittenPerfData.captured("17-g1");
        long later = data.number("sun.gc.collector.0.lastExitTime") + 1;
        data.number("sun.gc.collector.2.lastEntryTime", later)
                .number("sun.gc.collector.2.lastExitTime", later + 1);
        assertEquals(Optional.empty(), after(data));
    }

    /** CMS sweeps the old space meanwhile. */
    @Test
    void isKnownOfCmsOnlyAsItWas() throws IOException {
        WrittenPerfData data = WrittenPerfData.captured("8-cms");
        assertEquals(Optional.empty(), after(data));
        long sum = data.number(OLD) + data.number("sun.gc.generation.0.space.2.used");
        data.number(SAMPLED_AT, data.number("sun.gc.collector.0.lastExitTime")).number(EDEN, 0);
        assertEquals(bytes(sum), after(data));
    }

    @Test
    void isNotKnownBeforeTheFirstCollection() throws IOException {
        WrittenPerfData data = WrittenPerfData.captured("26-serial");
        for (int i = 0; i < 2; i++) {
            data.number("sun.gc.collector." + i + ".lastEntryTime", 0)
                    .number("sun.gc.collector." + i + ".lastExitTime", 0);
        }
        assertEquals(Optional.empty(), after(data));
    }
}
