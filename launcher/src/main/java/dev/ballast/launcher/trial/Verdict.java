package dev.ballast.launcher.trial;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run means.
 *
 * @param sentence all of it in one
 * @param reasons for it
 * @param isFaultConfirmed whether the memory was really there, and is really given back
 * @param evidence for that, or what is missing of it
 * @param score the mean of the probes that could look, by their weights, 0 to 100; 0 when the
 *     target is gone
 * @param expected the end that was asked for, if one was
 */
public record Verdict(
        Kind kind,
        String sentence,
        List<String> reasons,
        boolean isFaultConfirmed,
        List<String> evidence,
        OptionalDouble score,
        Optional<Expected> expected,
        boolean isAsExpected) {
    /** The four ends. */
    public enum Kind {
        /** The memory was held, and nobody who looked found anything. */
        SURVIVED,
        /** It lives, and is or was not well. */
        DEGRADED,
        /** It is gone. */
        KILLED,
        /** The memory was not there as asked for, or nobody could look. */
        INCONCLUSIVE;

        /** {@code survived}. */
        public String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
