package dev.ballast.launcher.govern;

import java.time.Duration;

/**
 * What to do until the next reading.
 *
 * @param ballast the agent shall hold this many bytes
 * @param wantedUse the use that the goal means now, in bytes
 * @param error use minus wanted use, in bytes
 * @param isReached whether the error is as small as it can be told
 * @param pause until the next reading
 */
public record Decision(
        long ballast, long wantedUse, long error, boolean isReached, Duration pause) {}
