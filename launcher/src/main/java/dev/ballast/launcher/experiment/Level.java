package dev.ballast.launcher.experiment;

import dev.ballast.launcher.quantity.ByteSize;
import java.time.Duration;
import java.util.List;

/**
 * Where the level is at one moment.
 *
 * @param wanted use that the goal means
 * @param use that cannot be reclaimed
 * @param held by ballast in the JVM
 * @param fuse held by the relief fuse
 * @param loads what presses inside the JVM's own bounds, in words
 * @param isReached whether the level was reached and the hold time runs
 * @param left until the end of the hold, or of the timeout while growing
 */
public record Level(
        ByteSize wanted,
        ByteSize use,
        ByteSize held,
        ByteSize fuse,
        ByteSize limit,
        List<String> loads,
        boolean isReached,
        Duration left) {
    /** All that ballast holds, in the JVM and beside it. */
    public ByteSize ballast() {
        return held.plus(fuse);
    }
}
