package dev.ballast.launcher.quantity;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 30s}, {@code 1h30m}, {@code 250ms}. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h|d)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

    /** The pattern's matcher goes one call deeper for each part. */
    private static final int LONGEST_TEXT = 100;

    private static final Duration LONGEST = Duration.ofDays(3653);

    private Durations() {}

    /**
     * @throws IllegalArgumentException saying what is wrong with it; a bare number is, but for 0
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.length() > LONGEST_TEXT || !WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "`" + text + "` is not a time; write for example 30s, 10m or 1h30m");
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            BigDecimal nanosPerUnit = BigDecimal.valueOf(nanosPer(part.group(2)));
            sum = sum.plusNanos(new BigDecimal(part.group(1)).multiply(nanosPerUnit).longValue());
        }
        if (sum.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("`" + text + "` is more than ten years");
        }
        return sum;
    }

    /** As {@link #parse} reads it, to the microsecond: {@code 90s}, {@code 1500.25ms}. */
    public static String text(Duration time) {
        if (time.getNano() == 0) {
            return time.toSeconds() + "s";
        }
        BigDecimal millis = BigDecimal.valueOf(TimeUnit.NANOSECONDS.toMicros(time.toNanos()), 3);
        return millis.stripTrailingZeros().toPlainString() + "ms";
    }

    /** For people: {@code 350 ms}, {@code 12.5 s}, {@code 2 min 5 s}, {@code 3 h 10 min}. */
    public static String words(Duration time) {
        if (time.toMillis() < 1000) {
            return time.toMillis() + " ms";
        }
        if (time.toSeconds() < 60) {
            String seconds = String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3);
            return (seconds.endsWith(".0") ? seconds.substring(0, seconds.length() - 2) : seconds)
                    + " s";
        }
        if (time.toHours() == 0) {
            return two(time.toMinutes(), "min", time.toSecondsPart(), "s");
        }
        return two(time.toHours(), "h", time.toMinutesPart(), "min");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    private static long nanosPer(String unit) {
        return switch (unit) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 86_400_000_000_000L;
        };
    }
}
