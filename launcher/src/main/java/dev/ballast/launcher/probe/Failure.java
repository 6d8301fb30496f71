package dev.ballast.launcher.probe;

import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.timeline.Phase;

/**
 * A look that failed.
 *
 * @param seconds since the timeline's start
 * @param words what was found
 */
public record Failure(double seconds, Phase phase, String words) {
    public Failure {
        words = UntrustedText.printable(words);
    }
}
