package dev.ballast.launcher.probe;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** What one look gave. */
public sealed interface Observation {
    /**
     * It answered. Texts are the application's, or a command's: never trust them.
     *
     * @param numbers by name: seconds, percent, bytes or counts
     * @param texts by name
     */
    record Answer(Map<String, Double> numbers, Map<String, String> texts) implements Observation {
        /** Name of the text that says why a number is missing. */
        static final String WHY_NOT_MORE = "why-not-more";

        public Answer {
            numbers = Map.copyOf(numbers);
            texts = Map.copyOf(texts);
        }
    }

    /**
     * It gave no answer, which is a problem found: connection refused, reset, no answer in time, a
     * check that hangs.
     *
     * @param why in one line, without control characters
     */
    record Silence(String why, Duration took) implements Observation {
        public Silence {
            Objects.requireNonNull(why);
            if (took.isNegative()) {
                throw new IllegalArgumentException("a look that took " + took);
            }
        }
    }

    /**
     * It could not be looked at, which says nothing of the application: no such host name, no
     * permission to enter the namespace, command not found.
     *
     * @param why in one line, without control characters
     */
    record Unseen(String why) implements Observation {
        public Unseen {
            Objects.requireNonNull(why);
        }
    }
}
