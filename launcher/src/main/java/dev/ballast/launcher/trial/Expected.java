package dev.ballast.launcher.trial;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The end that somebody wants to see. */
public enum Expected {
    SURVIVED,
    DEGRADED,
    KILLED,
    /** The JVM has thrown an OutOfMemoryError. */
    OOME;

    /**
     * @throws IllegalArgumentException naming those that there are
     */
    public static Expected parse(String text) {
        return Arrays.stream(values())
                .filter(end -> end.words().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "`"
                                                + text
                                                + "` is not an end; there are "
                                                + Arrays.stream(values())
                                                        .map(Expected::words)
                                                        .collect(Collectors.joining(", "))));
    }

    /** {@code killed}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
