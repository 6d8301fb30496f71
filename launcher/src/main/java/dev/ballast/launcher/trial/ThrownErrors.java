package dev.ballast.launcher.trial;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How many OutOfMemoryErrors the JVM itself has thrown, by its own count.
 *
 * @param before up to the beginning of the run; none when it is not known
 * @param after up to its end
 * @param whyUnknown empty when both are known
 */
public record ThrownErrors(OptionalLong before, OptionalLong after, Optional<String> whyUnknown) {
    static ThrownErrors unknown(String why) {
        return new ThrownErrors(OptionalLong.empty(), OptionalLong.empty(), Optional.of(why));
    }

    static ThrownErrors counted(long before, long after) {
        return new ThrownErrors(OptionalLong.of(before), OptionalLong.of(after), Optional.empty());
    }

    /** During the run; none when it is not known. */
    public OptionalLong count() {
        return before.isPresent() && after.isPresent()
                ? OptionalLong.of(Math.max(0, after.getAsLong() - before.getAsLong()))
                : OptionalLong.empty();
    }

    /** Whether there surely was one. */
    public boolean isAny() {
        return count().isPresent() && count().getAsLong() > 0;
    }
}
