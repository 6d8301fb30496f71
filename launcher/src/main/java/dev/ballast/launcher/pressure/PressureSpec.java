package dev.ballast.launcher.pressure;

import dev.ballast.launcher.quantity.Percentages;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pressure, and how far a level may be raised for it.
 *
 * @param percent of the time
 * @param atMostPercent of what the level is a share of
 */
public record PressureSpec(Measure measure, double percent, double atMostPercent) {
    /** What is measured, and with it what is raised. */
    public enum Measure {
        /** Some task waits for memory: raised by memory in the container. */
        PSI_SOME("psi-some"),
        /** All of them do. */
        PSI_FULL("psi-full"),
        /** The JVM collects: raised by what is in use in its heap. */
        GC_TIME("gc-time");

        private final String word;

        Measure(String word) {
            this.word = word;
        }

        /** Whether it is the heap that is filled, and not the container. */
        public boolean isOfHeap() {
            return this == GC_TIME;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    public PressureSpec {
        if (!(percent > 0 && percent < 100)) {
            throw new IllegalArgumentException(
                    measure + " is more than 0% and less than 100% of the time");
        }
        if (!(atMostPercent > 0 && atMostPercent <= 100)) {
            throw new IllegalArgumentException(
                    "a level is more than 0% and at most 100%, not "
                            + Percentages.words(atMostPercent));
        }
    }

    /**
     * {@code psi-some=20%}.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static PressureSpec parse(String text, double atMostPercent) {
        String[] parts = text.strip().split("=", 2);
        Measure measure =
                Stream.of(Measure.values())
                        .filter(known -> known.toString().equals(parts[0].strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(unknown(text)));
        if (parts.length == 1) {
            throw new IllegalArgumentException(unknown(text));
        }
        return new PressureSpec(
                measure, Percentages.parse(parts[1].strip(), measure + "=20%"), atMostPercent);
    }

    private static String unknown(String text) {
        return Stream.of(Measure.values())
                .map(known -> known + "=20%")
                .collect(Collectors.joining(", ", "`" + text + "` is no pressure; write ", ""));
    }

    /** As it is typed. */
    public String option() {
        return "--pressure " + value() + " --at-most " + Percentages.words(atMostPercent);
    }

    /** {@code psi-some=20%}. */
    public String value() {
        return measure + "=" + Percentages.words(percent);
    }

    @Override
    public String toString() {
        return option();
    }
}
