package dev.ballast.launcher.guard;

import dev.ballast.launcher.proc.ProcessId;
import java.util.List;

/**
 * What a protection did, and that it was undone.
 *
 * @param changed how many processes had our score for a while
 * @param originals the scores they had before, and have again
 * @param left processes that still have our score: none, or the run has failed
 */
public record GuardResult(
        OomScoreAdj score, ScoreWriter.By by, int changed, String originals, List<ProcessId> left) {
    public boolean isRestored() {
        return left.isEmpty();
    }

    /** For people. */
    public String sentence() {
        return isRestored()
                ? "every score is restored (" + originals + ")"
                : left.size()
                        + " of them are still at "
                        + score
                        + ": "
                        + left
                        + "; run `recover`, or set them by hand";
    }
}
