package dev.ballast.launcher.trial;

import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * How it went on when everything was given back.
 *
 * @param areProbesAsked whether any probe looks in that phase
 * @param probes after what time all of them passed; none when they did not
 * @param memory after what time the use was back near what it would be without ballast: what it was
 *     before, or what the application took itself meanwhile; none when it was not
 * @param above how much more is in use at the end than before
 * @param waited how long it was waited for
 */
public record Recovery(
        boolean areProbesAsked,
        Optional<Duration> probes,
        Optional<Duration> memory,
        ByteSize above,
        Duration waited) {
    private static final ByteSize WORTH_TELLING = ByteSize.ofMiB(16);

    /** Whether the application is well again, as far as somebody looks. */
    public boolean isComplete() {
        return !areProbesAsked || probes.isPresent();
    }

    /** For people. */
    public String words() {
        String more =
                above.compareTo(WORTH_TELLING) < 0
                        ? ""
                        : "; " + above + " more are in use than before, none of it held by ballast";
        String ofMemory =
                memory.map(after -> "memory was back after " + Durations.words(after) + more)
                        .orElse(
                                above
                                        + " more are in use than before, after "
                                        + Durations.words(waited));
        if (!areProbesAsked) {
            return ofMemory;
        }
        return probes.map(after -> "every probe passed after " + Durations.words(after))
                        .orElse("not every probe passed within " + Durations.words(waited))
                + "; "
                + ofMemory;
    }
}
