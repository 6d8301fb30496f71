package dev.ballast.launcher.report;

import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Numbers of a result in words; any number, since nobody has checked them. */
final class HtmlWords {
    /** 292 years: what fits into nanoseconds. */
    private static final double LONGEST_SECONDS = 9e9;

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private HtmlWords() {}

    /** {@code 512.0 MiB}. */
    static String bytes(double bytes) {
        return (bytes < 0 ? "-" : "") + new ByteSize((long) Math.abs(bytes));
    }

    /** {@code 1 min 11 s}. */
    static String time(double seconds) {
        return Durations.words(
                Duration.ofMillis(
                        Math.round(1e3 * Math.max(0, Math.min(seconds, LONGEST_SECONDS)))));
    }

    /** Three digits: {@code 0.85 ms}, {@code 4.2 ms}, {@code 210 ms}, {@code 1.20 s}. */
    static String latency(double seconds) {
        double millis = 1e3 * seconds;
        if (millis >= 999.5) {
            return String.format(Locale.ROOT, "%.2f s", seconds);
        }
        int digits = millis == 0 || millis >= 99.95 ? 0 : millis >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + digits + "f ms", millis);
    }

    /** {@code 1:05.2}: minutes and seconds since the start. */
    static String clock(double seconds) {
        long tenths = Math.round(10 * Math.max(0, Math.min(seconds, LONGEST_SECONDS)));
        return String.format(
                Locale.ROOT, "%d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
    }

    /** {@code 0:05} or {@code 1:02:03}. */
    static String fullSeconds(double seconds) {
        long all = Math.round(Math.max(0, Math.min(seconds, LONGEST_SECONDS)));
        return all < 3600
                ? String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", all / 3600, all / 60 % 60, all % 60);
    }

    /** {@code 90.0 %}. */
    static String percent(double percent) {
        return String.format(Locale.ROOT, "%.1f %%", percent);
    }

    /** Nothing where there is no whole. */
    static Optional<String> percentOf(double part, double whole) {
        return whole > 0 ? Optional.of(percent(100 * part / whole)) : Optional.empty();
    }

    /** {@code 97.5}, {@code 100}. */
    static String plain(double number) {
        String words = String.format(Locale.ROOT, "%.1f", number);
        return words.endsWith(".0") ? words.substring(0, words.length() - 2) : words;
    }

    /** A value of a series of that unit. */
    static String value(double value, String unit) {
        return switch (unit) {
            case "bytes" -> bytes(value);
            case "percent" -> percent(value);
            case "seconds" -> latency(value);
            default -> plain(value);
        };
    }

    static String counted(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** {@code 25 November 2026, 19:00:00 UTC}; as it is when it is no such time. */
    static String moment(String iso) {
        try {
            return DAY_AND_TIME.format(Instant.parse(iso));
        } catch (DateTimeException notSo) {
            return iso;
        }
    }
}
