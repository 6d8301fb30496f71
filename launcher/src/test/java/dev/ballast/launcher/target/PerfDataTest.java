package dev.ballast.launcher.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On files laid out as perfMemory.hpp says; real ones are read by ListIT. */
class PerfDataTest {
    private final WrittenPerfData written = new WrittenPerfData();

    private WrittenPerfData jvm() {
        return written.text("java.property.java.version", "17.0.15")
                .text("sun.rt.javaCommand", "shop.Main --port 80")
                .number("sun.gc.generation.0.space.0.used", 1000)
                .number("sun.gc.generation.1.space.0.used", 234);
    }

    @Test
    void readsTextsAndNumbers() {
        PerfData data = jvm().parsed();
        assertEquals(Optional.of("17.0.15"), data.text("java.property.java.version"));
        assertEquals(Optional.of("shop.Main --port 80"), data.text("sun.rt.javaCommand"));
        assertEquals(OptionalLong.of(1234), data.heapUsed());
        assertEquals(OptionalLong.empty(), data.heapMax());
    }

    /** Else a sum of them could be anything. */
    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 60})
    void takesNoSizeThatNoHeapHas(long bytes) {
        jvm().number("sun.gc.generation.1.space.1.used", bytes)
                .number("sun.gc.generation.2.maxCapacity", bytes);
        assertEquals(OptionalLong.empty(), written.parsed().heapUsed());
        assertEquals(OptionalLong.empty(), written.parsed().heapMax());
    }

    /** Serial and Parallel publish two parts, G1 the whole with each. */
    @Test
    void addsGenerationsUpOnlyWhereTheyAreParts() {
        jvm().number("sun.gc.generation.0.maxCapacity", 32 << 20)
                .number("sun.gc.generation.1.maxCapacity", 64 << 20)
                .text("sun.gc.policy.name", "Copy:MSC");
        assertEquals(OptionalLong.of(96 << 20), written.parsed().heapMax());
        PerfData g1 =
                new WrittenPerfData()
                        .number("sun.gc.generation.0.maxCapacity", (96 << 20) + 16)
                        .number("sun.gc.generation.1.maxCapacity", (96 << 20) + 8)
                        .text("sun.gc.policy.name", "GarbageFirst")
                        .parsed();
        assertEquals(OptionalLong.of(96 << 20), g1.heapMax());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 31})
    void refusesAFileThatIsCutShort(int length) {
        byte[] file = java.util.Arrays.copyOf(jvm().file(), length);
        assertThrows(IllegalArgumentException.class, () -> PerfData.parse(ByteBuffer.wrap(file)));
    }

    /** It is found when it is indexed, not when it is read. */
    @Test
    void refusesATextThatReachesBeyondTheEnd() {
        byte[] whole = jvm().text("sun.gc.cause", "seventeen letters").file();
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 8);
        assertThrows(IllegalArgumentException.class, () -> PerfData.parse(ByteBuffer.wrap(cut)));
    }

    /** Entries of any length, names and data anywhere: it ends, in bounded memory. */
    @Test
    void takesNoHarmFromNonsense() {
        byte[] seed = jvm().file();
        Random random = new Random(4711);
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] file = seed.clone();
            for (int change = random.nextInt(8); change >= 0; change--) {
                int at = 4 + random.nextInt(file.length - 4);
                file[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) 0x7f;
            }
            try {
                PerfData data = PerfData.parse(ByteBuffer.wrap(file));
                data.heapUsed();
                data.heapMax();
                understood++;
            } catch (IllegalArgumentException refused) {
                continue;
            }
        }
        assertEquals(true, understood > 1000 && understood < 20_000, "understood " + understood);
    }

    /** Names that all reach to the end of a file of the largest size. */
    @Test
    void readsNoMoreOfANameThanANameHas() {
        ByteBuffer file = ByteBuffer.allocate(PerfData.LONGEST_BYTES);
        file.putInt(0xcafec0c0).put((byte) 1).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(24, WrittenPerfData.PROLOGUE_BYTES).putInt(28, Integer.MAX_VALUE);
        for (int at = WrittenPerfData.PROLOGUE_BYTES; at + 20 <= file.limit(); at += 20) {
            file.putInt(at, 20).putInt(at + 4, 1).putInt(at + 8, 1 << 30).put(at + 12, (byte) 'B');
            file.putInt(at + 16, 1);
        }
        PerfData data = PerfData.parse(file);
        long characters = data.index().textsAt().keySet().stream().mapToLong(String::length).sum();
        assertEquals(true, characters < 1 << 20, "names of " + characters);
    }
}
