package dev.ballast.launcher.experiment;

import dev.ballast.launcher.guard.GuardResult;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.quantity.ByteSize;
import java.time.Duration;
import java.util.Optional;

/**
 * What happened.
 *
 * @param reason of the outcome, in words; empty when the outcome says all
 * @param reachedAfter from the first byte to the level; none when it was not reached
 * @param heldFor from then to the release
 * @param peakUse the highest use that cannot be reclaimed
 * @param peakHeld the most that ballast held
 * @param meanError of the level during the hold
 * @param worstError of the level during the hold
 * @param heldPart the part of the hold in which the level was within 1 % of the limit
 * @param isReleased whether nothing is held: the agent has confirmed it, or none was ever loaded
 * @param guard what became of the protection, if there was one
 */
public record Result(
        Plan plan,
        Outcome outcome,
        String reason,
        Optional<Duration> reachedAfter,
        Duration heldFor,
        ByteSize peakUse,
        ByteSize peakHeld,
        ByteSize meanError,
        ByteSize worstError,
        double heldPart,
        Rss rss,
        boolean isReleased,
        Optional<GuardResult> guard) {}
