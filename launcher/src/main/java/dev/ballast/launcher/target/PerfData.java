package dev.ballast.launcher.target;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What HotSpot publishes of itself in {@code /tmp/hsperfdata_<user>/<pid>} (PerfDataPrologue and
 * PerfDataEntry in perfMemory.hpp, the same from 8 to 26): a header of 32 bytes, then entries. The
 * file is the target's: never trust it.
 */
record PerfData(Map<String, Long> numbers, Map<String, String> texts) {
    /** Of a JVM that publishes nothing. */
    static final PerfData NONE = new PerfData(Map.of(), Map.of());

    /** 64 KiB unless the JVM was started with a larger -XX:PerfDataMemorySize. */
    static final int LONGEST_BYTES = 1 << 20;

    /** HotSpot's own have some 300 entries, and names of up to 60 bytes. */
    private static final int MOST_ENTRIES = 2000;

    private static final int LONGEST_NAME_BYTES = 256;

    /** {@code sun.rt.javaCommand} is the longest: HotSpot cuts it at 4 KiB. */
    private static final int LONGEST_TEXT_BYTES = 8192;

    private static final int MAGIC = 0xcafec0c0;
    private static final int LITTLE_ENDIAN = 1;
    private static final int ENTRY_HEADER_BYTES = 20;
    private static final int MOST_GENERATIONS = 4;
    private static final int MOST_SPACES = 8;

    /**
     * @throws IllegalArgumentException when it is none, or one that is still being set up
     */
    static PerfData parse(ByteBuffer file) {
        Map<String, Long> numbers = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        try {
            readEntries(file, numbers, texts);
        } catch (IndexOutOfBoundsException | ArithmeticException outside) {
            throw new IllegalArgumentException("an entry reaches beyond the end", outside);
        }
        return new PerfData(Map.copyOf(numbers), Map.copyOf(texts));
    }

    private static void readEntries(
            ByteBuffer file, Map<String, Long> numbers, Map<String, String> texts) {
        if (file.order(ByteOrder.BIG_ENDIAN).getInt(0) != MAGIC) {
            throw new IllegalArgumentException("it does not begin with cafec0c0");
        }
        boolean isLittle = file.get(4) == LITTLE_ENDIAN;
        file.order(isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int at = file.getInt(24);
        int entries = Math.min(file.getInt(28), MOST_ENTRIES);
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
            ByteBuffer file, int at, Map<String, Long> numbers, Map<String, String> texts) {
        String name = text(file, Math.addExact(at, file.getInt(at + 4)), LONGEST_NAME_BYTES);
        int elements = file.getInt(at + 8);
        byte type = file.get(at + 12);
        int data = Math.addExact(at, file.getInt(at + 16));
        if (type == 'J' && elements == 0) {
            numbers.put(name, file.getLong(data));
        } else if (type == 'B' && elements > 0) {
            texts.put(name, text(file, data, Math.min(elements, LONGEST_TEXT_BYTES)));
        }
    }

    /** Up to the zero that ends it. */
    private static String text(ByteBuffer file, int from, int limitBytes) {
        int length = 0;
        while (length < limitBytes && file.get(from + length) != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        file.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name)).filter(text -> !text.isBlank());
    }

    /** Of all spaces, in bytes, live or not. */
    OptionalLong heapUsed() {
        long sum = 0;
        boolean isAny = false;
        for (int generation = 0; generation < MOST_GENERATIONS; generation++) {
            for (int space = 0; space < MOST_SPACES; space++) {
                Long used =
                        numbers.get(
                                "sun.gc.generation." + generation + ".space." + space + ".used");
                isAny |= used != null;
                sum += used == null ? 0 : used;
            }
        }
        return isAny ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /**
     * What the heap may grow to, in bytes. The generations of {@code Copy:MSC}, {@code ParScav:MSC}
     * and {@code ParNew:CMS} are parts of it; those of {@code GarbageFirst} and of collectors that
     * name no policy each tell the whole, plus a few bytes.
     */
    OptionalLong heapMax() {
        boolean areParts =
                text("sun.gc.policy.name").filter(name -> name.contains(":")).isPresent();
        long sum = 0;
        long largest = 0;
        for (int generation = 0; generation < MOST_GENERATIONS; generation++) {
            long max = numbers.getOrDefault("sun.gc.generation." + generation + ".maxCapacity", 0L);
            sum += max;
            largest = Math.max(largest, max);
        }
        long whole = areParts ? sum : largest & -1024;
        return whole > 0 ? OptionalLong.of(whole) : OptionalLong.empty();
    }
}
