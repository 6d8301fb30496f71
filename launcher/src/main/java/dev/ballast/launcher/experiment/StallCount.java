package dev.ballast.launcher.experiment;

import java.time.Duration;

/**
 * How often the target stood still for more than a tenth of a second, and for how long.
 *
 * @param count of all such times, a collector's pauses included
 * @param atLimit how many of them met a full cgroup
 */
public record StallCount(int count, Duration longest, int atLimit, Duration longestAtLimit) {
    static final StallCount NONE = new StallCount(0, Duration.ZERO, 0, Duration.ZERO);
}
