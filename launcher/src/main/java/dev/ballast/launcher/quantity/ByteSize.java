package dev.ballast.launcher.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, never negative. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    public static final ByteSize ZERO = new ByteSize(0);

    /** {@code 1.5GiB}, {@code 512Mi}, {@code 100MB}, {@code 4096}. */
    private static final Pattern WRITTEN =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) ?([A-Za-z]*)");

    private static final Map<String, Long> UNITS =
            Map.ofEntries(
                    Map.entry("", 1L),
                    Map.entry("b", 1L),
                    Map.entry("kib", 1L << 10),
                    Map.entry("ki", 1L << 10),
                    Map.entry("mib", 1L << 20),
                    Map.entry("mi", 1L << 20),
                    Map.entry("gib", 1L << 30),
                    Map.entry("gi", 1L << 30),
                    Map.entry("tib", 1L << 40),
                    Map.entry("ti", 1L << 40),
                    Map.entry("kb", 1_000L),
                    Map.entry("mb", 1_000_000L),
                    Map.entry("gb", 1_000_000_000L),
                    Map.entry("tb", 1_000_000_000_000L));

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size must not be negative: " + bytes);
        }
    }

    public static ByteSize ofMiB(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    /**
     * @param text a number with a unit: {@code KiB MiB GiB TiB} (1024), {@code KB MB GB TB} (1000)
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static ByteSize parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        Long unit = written.matches() ? UNITS.get(written.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "`" + text + "` is not a size; write for example 512MiB or 1.5GiB");
        }
        BigDecimal bytes = new BigDecimal(written.group(1)).multiply(BigDecimal.valueOf(unit));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("`" + text + "` is more than 8 EiB");
        }
        return new ByteSize(bytes.setScale(0, RoundingMode.DOWN).longValue());
    }

    /** This much of it, rounded down to bytes. */
    public ByteSize percent(double percent) {
        return new ByteSize((long) (bytes * (percent / 100)));
    }

    /** How many percent this is of {@code whole}. */
    public double percentOf(ByteSize whole) {
        return 100.0 * bytes / whole.bytes;
    }

    public ByteSize plus(ByteSize other) {
        return new ByteSize(Math.addExact(bytes, other.bytes));
    }

    /** The difference, or zero when {@code other} is larger. */
    public ByteSize minusOrZero(ByteSize other) {
        return new ByteSize(Math.max(0, bytes - other.bytes));
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** For people: {@code 409.6 MiB}. */
    @Override
    public String toString() {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        Scaled scaled = scaled(1023.95);
        return String.format(Locale.ROOT, "%.1f %ciB", scaled.value, scaled.unit);
    }

    /** For a column of a table: {@code 410M}, and {@code 1.5G} from 1 to 10 GiB. */
    public String brief() {
        if (bytes < 1 << 10) {
            return bytes + "B";
        }
        Scaled scaled = scaled(1023.5);
        long tenths = Math.round(10 * scaled.value);
        return (scaled.unit == 'G' && tenths < 100
                        ? tenths / 10 + "." + tenths % 10
                        : Long.toString(Math.round(scaled.value)))
                + scaled.unit;
    }

    private record Scaled(double value, char unit) {}

    /**
     * @param next from which value on the next unit is taken, since it would be rounded up to it
     */
    private Scaled scaled(double next) {
        String units = "KMGTPE";
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= next && unit < units.length() - 1) {
            value /= 1024;
            unit++;
        }
        return new Scaled(value, units.charAt(unit));
    }
}
