package dev.ballast.launcher.probe;

import dev.ballast.launcher.timeline.Phase;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one probe has found in a whole run.
 *
 * @param state of it, for the verdict
 * @param score 0 to 100; none when it could not look
 * @param findings what failed, in words; what could not be looked at when nothing else is known
 * @param failures the first ones
 * @param failureCount of all
 */
public record ProbeReport(
        ProbeSpec spec,
        Map<Phase, Tally> tallies,
        State state,
        OptionalDouble score,
        List<String> findings,
        List<Failure> failures,
        int failureCount) {
    /** Whether it has found something. */
    public boolean hasFailed() {
        return state == State.FAILED;
    }

    /** What a probe says of the application. */
    public enum State {
        HELD("held"),
        FAILED("failed"),
        UNSEEN("could not look");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** {@code held}. */
        public String words() {
            return words;
        }
    }
}
