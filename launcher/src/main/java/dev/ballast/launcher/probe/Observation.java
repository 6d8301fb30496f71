package dev.ballast.launcher.probe;

import java.time.Duration;
import java.util.Map;

/** What one look gave. */
public sealed interface Observation {
    /**
     * It answered.
     *
     * @param numbers by name, in seconds, percent, bytes or counts
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

    /** It gave no answer, which is a problem found: refused, reset, not in time, hanging. */
    record Silence(String why, Duration took) implements Observation {}

    /** It could not be looked at, which says nothing of the application. */
    record Unseen(String why) implements Observation {}
}
