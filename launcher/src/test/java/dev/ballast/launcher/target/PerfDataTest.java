package dev.ballast.launcher.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On files laid out as perfMemory.hpp says; real ones are read by ListIT. */
class PerfDataTest {
    private static final int PROLOGUE_BYTES = 32;

    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private int count;

    private PerfDataTest text(String name, String value) {
        byte[] bytes = (value + "\0").getBytes(StandardCharsets.UTF_8);
        return entry(name, bytes.length, 'B', bytes);
    }

    private PerfDataTest number(String name, long value) {
        byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        return entry(name, 0, 'J', bytes);
    }

    /** int length, name, elements; bytes type, flags, unit, variability; int data; then both. */
    private PerfDataTest entry(String name, int elements, char type, byte[] data) {
        byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        int dataAt = (20 + nameBytes.length + 7) / 8 * 8;
        int length = (dataAt + data.length + 7) / 8 * 8;
        ByteBuffer entry = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(length).putInt(20).putInt(elements).put((byte) type);
        entry.put((byte) 0).put((byte) 1).put((byte) 2).putInt(dataAt);
        entry.put(20, nameBytes).put(dataAt, data);
        entries.writeBytes(entry.array());
        count++;
        return this;
    }

    private byte[] file() {
        ByteBuffer file = ByteBuffer.allocate(PROLOGUE_BYTES + entries.size());
        file.putInt(0xcafec0c0).put((byte) 1).put((byte) 2).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(24, PROLOGUE_BYTES)
                .putInt(28, count)
                .put(PROLOGUE_BYTES, entries.toByteArray());
        return file.array();
    }

    private PerfData parsed() {
        return PerfData.parse(ByteBuffer.wrap(file()));
    }

    private PerfDataTest jvm() {
        return text("java.property.java.version", "17.0.15")
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

    /** Serial and Parallel publish two parts, G1 the whole with each. */
    @Test
    void addsGenerationsUpOnlyWhereTheyAreParts() {
        jvm().number("sun.gc.generation.0.maxCapacity", 32 << 20)
                .number("sun.gc.generation.1.maxCapacity", 64 << 20)
                .text("sun.gc.policy.name", "Copy:MSC");
        assertEquals(OptionalLong.of(96 << 20), parsed().heapMax());
        PerfData g1 =
                new PerfDataTest()
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
        file.putInt(24, PROLOGUE_BYTES).putInt(28, Integer.MAX_VALUE);
        for (int at = PROLOGUE_BYTES; at + 20 <= file.limit(); at += 20) {
            file.putInt(at, 20).putInt(at + 4, 1).putInt(at + 8, 1 << 30).put(at + 12, (byte) 'B');
            file.putInt(at + 16, 1);
        }
        PerfData data = PerfData.parse(file);
        long characters = data.index().textsAt().keySet().stream().mapToLong(String::length).sum();
        assertEquals(true, characters < 1 << 20, "names of " + characters);
    }
}
