package dev.ballast.launcher.experiment;

import dev.ballast.launcher.govern.Goal;
import dev.ballast.launcher.govern.Reading;
import java.time.Duration;

/**
 * Giving back evenly, after the hold.
 *
 * @param from the reading at which the hold ended
 * @param then how the run ends
 */
record Release(Reading from, Duration over, Ending then) {
    Goal goal(Reading now) {
        double part = (double) (now.nanos() - from.nanos()) / over.toNanos();
        return new Goal.Held((long) (from.ballast() * Math.max(0, 1 - part)));
    }

    Duration left(Reading now) {
        return over.minusNanos(now.nanos() - from.nanos());
    }

    boolean isOver(Reading now) {
        return left(now).isNegative() || left(now).isZero();
    }
}
