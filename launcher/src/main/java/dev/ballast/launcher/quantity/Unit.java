package dev.ballast.launcher.quantity;

import java.time.Duration;
import java.util.Locale;

/** What a number counts. */
public enum Unit {
    BYTES {
        @Override
        public double parse(String text) {
            return ByteSize.parse(text).bytes();
        }

        @Override
        public String words(double value) {
            return new ByteSize((long) Math.max(0, value)).toString();
        }
    },
    PERCENT {
        @Override
        public double parse(String text) {
            if (!text.endsWith("%")) {
                throw new IllegalArgumentException(
                        "`" + text + "` is not a percentage; write for example 20%");
            }
            return number(text.substring(0, text.length() - 1));
        }

        @Override
        public String words(double value) {
            return String.format(Locale.ROOT, "%.1f %%", value);
        }
    },
    SECONDS {
        @Override
        public double parse(String text) {
            return Durations.parse(text).toNanos() / 1e9;
        }

        @Override
        public String words(double value) {
            return value < 0.01
                    ? String.format(Locale.ROOT, "%.1f ms", 1e3 * value)
                    : Durations.words(Duration.ofNanos((long) (1e9 * value)));
        }
    },
    COUNT {
        @Override
        public double parse(String text) {
            return number(text);
        }

        @Override
        public String words(double value) {
            return value == Math.rint(value)
                    ? Long.toString((long) value)
                    : String.format(Locale.ROOT, "%.1f", value);
        }
    };

    /**
     * A number with this unit, as people write it.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public abstract double parse(String text);

    /** For people. */
    public abstract String words(double value);

    private static double number(String text) {
        if (!text.matches("\\d{1,12}(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException("`" + text + "` is not a number");
        }
        return Double.parseDouble(text);
    }
}
