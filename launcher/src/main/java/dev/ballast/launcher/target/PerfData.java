package dev.ballast.launcher.target;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What HotSpot publishes of itself in {@code /tmp/hsperfdata_<user>/<pid>}, as it was at one
 * moment. The file is the target's: never trust it.
 */
record PerfData(PerfIndex index, ByteBuffer file) {
    /** Of a JVM that publishes nothing. */
    static final PerfData NONE = new PerfData(PerfIndex.NONE, ByteBuffer.allocate(0));

    /** 32 KiB on 8 to 26 unless the JVM was started with another -XX:PerfDataMemorySize. */
    static final int LONGEST_BYTES = 1 << 20;

    /** More than any heap has: what is larger is nonsense, and sums of it could overflow. */
    private static final long LARGEST_SPACE_BYTES = 1L << 50;

    private static final int MOST_GENERATIONS = 4;
    private static final int MOST_SPACES = 8;
    private static final String[][] SPACE_USED = new String[MOST_GENERATIONS][MOST_SPACES];
    private static final String[] MAX_CAPACITY = new String[MOST_GENERATIONS];

    static {
        for (int i = 0; i < MOST_GENERATIONS; i++) {
            MAX_CAPACITY[i] = "sun.gc.generation." + i + ".maxCapacity";
            for (int j = 0; j < MOST_SPACES; j++) {
                SPACE_USED[i][j] = "sun.gc.generation." + i + ".space." + j + ".used";
            }
        }
    }

    /**
     * @throws IllegalArgumentException when it is none, or one that is still being set up
     */
    static PerfData parse(ByteBuffer file) {
        return new PerfData(PerfIndex.of(file), file);
    }

    OptionalLong number(String name) {
        Integer at = index.numbersAt().get(name);
        return at == null ? OptionalLong.empty() : OptionalLong.of(file.getLong(at));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(index.textsAt().get(name))
                .map(place -> PerfIndex.text(file, place))
                .filter(text -> !text.isBlank());
    }

    /** Of all spaces, in bytes, live or not; none when one of them tells nonsense. */
    OptionalLong heapUsed() {
        long sum = 0;
        boolean isAny = false;
        for (String[] generation : SPACE_USED) {
            for (String space : generation) {
                OptionalLong used = number(space);
                if (used.isPresent()) {
                    if (!isSize(used.getAsLong())) {
                        return OptionalLong.empty();
                    }
                    isAny = true;
                    sum += used.getAsLong();
                }
            }
        }
        return isAny ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    /** Of the space that new objects are made in. */
    OptionalLong edenUsed() {
        return number(SPACE_USED[0][0]);
    }

    private static boolean isSize(long bytes) {
        return bytes >= 0 && bytes <= LARGEST_SPACE_BYTES;
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
            long max = number(MAX_CAPACITY[generation]).orElse(0);
            if (!isSize(max)) {
                return OptionalLong.empty();
            }
            sum += max;
            largest = Math.max(largest, max);
        }
        long whole = areParts ? sum : largest & -1024;
        return whole > 0 ? OptionalLong.of(whole) : OptionalLong.empty();
    }
}
