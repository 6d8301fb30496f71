package dev.ballast.launcher.load;

import dev.ballast.launcher.quantity.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * How one load went, in the unit of its kind.
 *
 * @param wanted at the end; the most that there was for what went on until it was refused
 * @param reachedAfter from the run's first reading; none when it was not reached
 * @param mean what there was on average during the hold
 * @param meanError how far off that was on average
 * @param isHeld whether it was reached and kept near enough
 * @param lastLevel what there was at the last reading
 * @param mostHeld the most that was there because of ballast
 * @param seenBefore what the JVM counted at the first reading
 * @param seenLast what the JVM counted at the last one
 * @param lost what the JVM took away to serve the application
 * @param refusals OutOfMemoryErrors that the agent's own thread met
 */
public record LoadResult(
        LoadSpec spec,
        long wanted,
        Optional<Duration> reachedAfter,
        long mean,
        long meanError,
        boolean isHeld,
        long lastLevel,
        long mostHeld,
        long seenBefore,
        long seenLast,
        long lost,
        long refusals) {
    /** For people: {@code 44.8 MiB reached after 1.2 s, 45.0 MiB on average, off by 0.3 MiB}. */
    public String words() {
        return (spec.isUntilRefused() ? "until the JVM refuses, " : "")
                + spec.words(wanted)
                + " "
                + spec.kind().meaning()
                + reachedAfter
                        .map(
                                after ->
                                        " reached after "
                                                + Durations.words(after)
                                                + "; "
                                                + spec.words(mean)
                                                + " on average, off by "
                                                + spec.words(meanError))
                        .orElse(" not reached; at last " + spec.words(lastLevel))
                + (mostHeld == wanted ? "" : "; at most " + spec.words(mostHeld) + " by ballast")
                + (lost == 0
                        ? ""
                        : "; "
                                + spec.kind().taker()
                                + " took "
                                + spec.words(lost)
                                + " of it away for others")
                + (refusals == 0 ? "" : "; it refused " + refusals + " times");
    }
}
