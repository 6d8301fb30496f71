package dev.ballast.launcher.target;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A hsperfdata file, laid out as perfMemory.hpp says. */
final class WrittenPerfData {
    static final int PROLOGUE_BYTES = 32;

    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * What a JVM of this version and collector has published: {@code name=value}, a line for each,
     * of those entries that matter here.
     */
    static WrittenPerfData captured(String name) throws IOException {
        WrittenPerfData data = new WrittenPerfData();
        try (InputStream file =
                WrittenPerfData.class.getResourceAsStream("perfdata/" + name + ".txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            text.lines().forEach(line -> data.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        }
        return data;
    }

    WrittenPerfData text(String name, String value) {
        return put(name, value);
    }

    WrittenPerfData number(String name, long value) {
        return put(name, Long.toString(value));
    }

    long number(String name) {
        return Long.parseLong(values.get(name));
    }

    WrittenPerfData without(String name) {
        values.remove(name);
        return this;
    }

    private WrittenPerfData put(String name, String value) {
        values.put(name, value);
        return this;
    }

    byte[] file() {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        values.forEach((name, value) -> entries.writeBytes(entry(name, value)));
        ByteBuffer file = ByteBuffer.allocate(PROLOGUE_BYTES + entries.size());
        file.putInt(0xcafec0c0).put((byte) 1).put((byte) 2).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(24, PROLOGUE_BYTES)
                .putInt(28, values.size())
                .put(PROLOGUE_BYTES, entries.toByteArray());
        return file.array();
    }

    PerfData parsed() {
        return PerfData.parse(ByteBuffer.wrap(file()));
    }

    private static byte[] entry(String name, String value) {
        if (value.matches("-?\\d+")) {
            byte[] bytes =
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(Long.parseLong(value))
                            .array();
            return entry(name, 0, 'J', bytes);
        }
        byte[] bytes = (value + "\0").getBytes(StandardCharsets.UTF_8);
        return entry(name, bytes.length, 'B', bytes);
    }

    /** int length, name, elements; bytes type, flags, unit, variability; int data; then both. */
    private static byte[] entry(String name, int elements, char type, byte[] data) {
        byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        int dataAt = (20 + nameBytes.length + 7) / 8 * 8;
        int length = (dataAt + data.length + 7) / 8 * 8;
        ByteBuffer entry = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(length).putInt(20).putInt(elements).put((byte) type);
        entry.put((byte) 0).put((byte) 1).put((byte) 2).putInt(dataAt);
        return entry.put(20, nameBytes).put(dataAt, data).array();
    }
}
