package dev.ballast.launcher.probe;

import dev.ballast.launcher.proc.UntrustedText;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a probe is at this moment.
 *
 * @param isPassing by its last look; none before the first, and when that could not look
 * @param seconds that the last look took, where it waited for an answer
 * @param words what the last look found; empty when it passed
 * @param failures so far
 */
public record ProbeNow(
        String name,
        Optional<Boolean> isPassing,
        OptionalDouble seconds,
        String words,
        int failures) {
    public ProbeNow {
        words = UntrustedText.printable(words);
    }
}
