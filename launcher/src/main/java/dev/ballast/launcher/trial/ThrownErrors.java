package dev.ballast.launcher.trial;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many OutOfMemoryErrors the JVM itself has thrown during the run.
 *
 * @param count none when it is not known
 * @param whyUnknown empty when it is known
 */
public record ThrownErrors(OptionalLong count, Optional<String> whyUnknown) {
    static ThrownErrors unknown(String why) {
        return new ThrownErrors(OptionalLong.empty(), Optional.of(why));
    }

    /** Whether there surely was one. */
    public boolean isAny() {
        return count.isPresent() && count.getAsLong() > 0;
    }
}
