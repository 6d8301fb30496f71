package dev.ballast.launcher.govern;

import java.time.Duration;

/**
 * What to do until the next reading.
 *
 * @param held the agent shall hold this many bytes
 * @param fuse the relief fuse shall hold this many bytes
 * @param wantedUse the use that the goal means now, in bytes
 * @param error use minus wanted use, in bytes
 * @param isReached whether the error is as small as it can be told
 * @param isRelief whether the fuse is cut because the limit is near
 * @param pause until the next reading
 * @param agentPause between two looks of the agent, when it has nothing to do
 * @param course for the next decision
 */
public record Decision(
        long held,
        long fuse,
        long wantedUse,
        long error,
        boolean isReached,
        boolean isRelief,
        Duration pause,
        Duration agentPause,
        Course course) {}
