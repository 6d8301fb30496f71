package dev.ballast.launcher.experiment;

import dev.ballast.launcher.guard.GuardResult;
import dev.ballast.launcher.load.LoadResult;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.pressure.SearchResult;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.watch.OomEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What happened.
 *
 * @param reason of the outcome, in words; empty when the outcome says all
 * @param reachedAfter from the first byte to the level; none when it was not reached
 * @param heldFor from then to the release
 * @param peakUse the highest use that cannot be reclaimed
 * @param peakHeld the most that ballast held in the JVM
 * @param peakFuse the most that the relief fuse held
 * @param meanError of the level during the hold
 * @param worstError of the level during the hold
 * @param heldPart the part of the hold in which the level was within 1 % of the limit
 * @param loads how what was asked for beside the level went
 * @param pressure that a level was sought for, if one was
 * @param backedOffTo the use that the level was lowered to because the target starved; none when it
 *     did not
 * @param stalls of the target from the first byte to the last
 * @param reliefs how often the fuse was cut because the limit was near
 * @param isReleased whether nothing is held: the agent has confirmed it, or none was ever loaded
 * @param guard what became of the protection, if there was one
 * @param ooms what the OOM killer did meanwhile
 */
public record Result(
        Plan plan,
        Outcome outcome,
        String reason,
        Optional<Duration> reachedAfter,
        Duration heldFor,
        ByteSize peakUse,
        ByteSize peakHeld,
        ByteSize peakFuse,
        ByteSize meanError,
        ByteSize worstError,
        double heldPart,
        List<LoadResult> loads,
        Optional<SearchResult> pressure,
        Optional<ByteSize> backedOffTo,
        StallCount stalls,
        int reliefs,
        Rss rss,
        boolean isReleased,
        Optional<GuardResult> guard,
        OomEvents ooms) {
    /** Whether there was anything of ballast in the JVM at all. */
    public boolean hasHeldAnything() {
        return !peakHeld.equals(ByteSize.ZERO)
                || loads.stream().anyMatch(load -> load.mostHeld() > 0);
    }
}
