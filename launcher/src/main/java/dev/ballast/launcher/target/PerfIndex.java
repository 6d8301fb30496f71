package dev.ballast.launcher.target;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Where in a hsperfdata file each number and each text is (PerfDataPrologue and PerfDataEntry in
 * perfMemory.hpp, the same from 8 to 26): a header of 32 bytes, then entries. HotSpot adds some,
 * and moves none. All of it is in the file as it was indexed; the file is the target's: never trust
 * it.
 *
 * @param entries how many the file said that it has
 * @param numbersAt of 8 bytes
 * @param textsAt up to the zero that ends it, or to the end of its place
 */
record PerfIndex(
        int entries,
        ByteOrder order,
        Map<String, Integer> numbersAt,
        Map<String, TextPlace> textsAt) {
    /** Of a JVM that publishes nothing. */
    static final PerfIndex NONE = new PerfIndex(0, ByteOrder.LITTLE_ENDIAN, Map.of(), Map.of());

    /** HotSpot's own have some 300 entries, and names of up to 60 bytes. */
    private static final int MOST_ENTRIES = 2000;

    private static final int LONGEST_NAME_BYTES = 256;

    /** {@code sun.rt.javaCommand} is the longest: HotSpot cuts it at 4 KiB. */
    private static final int LONGEST_TEXT_BYTES = 8192;

    private static final int MAGIC = 0xcafec0c0;
    private static final int ORDER_AT = 4;
    private static final int FIRST_ENTRY_AT = 24;
    private static final int ENTRIES_AT = 28;
    private static final int LITTLE_ENDIAN = 1;
    private static final int ENTRY_HEADER_BYTES = 20;

    /** Where a text may be. */
    record TextPlace(int at, int limitBytes) {}

    /**
     * @param file from its first byte to its limit; its byte order becomes that of the JVM
     * @throws IllegalArgumentException when it is none, or one that is still being set up
     */
    static PerfIndex of(ByteBuffer file) {
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, TextPlace> texts = new HashMap<>();
        try {
            readEntries(file, numbers, texts);
            return new PerfIndex(
                    file.getInt(ENTRIES_AT), file.order(), Map.copyOf(numbers), Map.copyOf(texts));
        } catch (IndexOutOfBoundsException | ArithmeticException outside) {
            throw new IllegalArgumentException("an entry reaches beyond the end", outside);
        }
    }

    /** Whether it still is such a file, and has the same entries. */
    boolean fits(ByteBuffer file) {
        return file.limit() >= ENTRIES_AT + Integer.BYTES
                && file.order(ByteOrder.BIG_ENDIAN).getInt(0) == MAGIC
                && file.order(order).getInt(ENTRIES_AT) == entries;
    }

    private static void readEntries(
            ByteBuffer file, Map<String, Integer> numbers, Map<String, TextPlace> texts) {
        if (file.order(ByteOrder.BIG_ENDIAN).getInt(0) != MAGIC) {
            throw new IllegalArgumentException("it does not begin with cafec0c0");
        }
        boolean isLittle = file.get(ORDER_AT) == LITTLE_ENDIAN;
        file.order(isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int at = file.getInt(FIRST_ENTRY_AT);
        int entries = Math.min(file.getInt(ENTRIES_AT), MOST_ENTRIES);
        for (int i = 0; i < entries; i++) {
            int length = file.getInt(at);
            if (length < ENTRY_HEADER_BYTES) {
                throw new IllegalArgumentException("an entry of " + length + " bytes");
            }
            readEntry(file, at, numbers, texts);
            at = Math.addExact(at, length);
        }
    }

    private static void readEntry(
            ByteBuffer file, int at, Map<String, Integer> numbers, Map<String, TextPlace> texts) {
        int nameAt = Math.addExact(at, file.getInt(at + 4));
        String name = text(file, new TextPlace(nameAt, LONGEST_NAME_BYTES));
        int elements = file.getInt(at + 8);
        byte type = file.get(at + 12);
        int data = Math.addExact(at, file.getInt(at + 16));
        if (type == 'J' && elements == 0) {
            file.getLong(data); // throws when it is not in the file
            numbers.put(name, data);
        } else if (type == 'B' && elements > 0) {
            TextPlace place = new TextPlace(data, Math.min(elements, LONGEST_TEXT_BYTES));
            file.get(Math.addExact(data, place.limitBytes - 1));
            file.get(data);
            texts.put(name, place);
        }
    }

    static String text(ByteBuffer file, TextPlace place) {
        int length = 0;
        while (length < place.limitBytes && file.get(place.at + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        file.get(place.at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
