package dev.ballast.launcher.experiment;

import dev.ballast.launcher.quantity.ByteSize;
import java.time.Duration;

/** Who wants to hear how the run goes. Called from the run's own thread: must return at once. */
public interface Progress {
    /** Something was done, in words. */
    void step(String words);

    /**
     * Where the level is now.
     *
     * @param wanted use that the goal means
     * @param use that cannot be reclaimed
     * @param isReached whether the level was reached and the hold time runs
     * @param left until the end of the hold, or of the timeout while growing
     */
    void level(
            ByteSize wanted,
            ByteSize use,
            ByteSize held,
            ByteSize limit,
            boolean isReached,
            Duration left);

    /** The run has come to its end, or was stopped: from now on everything is given back. */
    void releasing();
}
