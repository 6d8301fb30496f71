package dev.ballast.launcher.plan;

import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.guard.ScoreWriter;
import dev.ballast.launcher.quantity.ByteRate;
import java.time.Duration;
import java.util.Optional;

/**
 * What the user asked for.
 *
 * @param rate of growth; giving back is never slowed down
 * @param hold counted from the moment the level is reached
 * @param timeout for the whole run; none for one that fits the fill time and the hold
 * @param protect the score to protect with, or none
 * @param scoresBy how scores are set, or none for choom where it is installed
 */
public record Intent(
        Amount amount,
        Area area,
        ByteRate rate,
        Duration hold,
        Optional<Duration> timeout,
        Optional<OomScoreAdj> protect,
        Optional<ScoreWriter.By> scoresBy) {}
