package dev.ballast.launcher.govern;

import java.util.OptionalLong;

/**
 * What one decision hands to the next, all sizes in bytes.
 *
 * @param last reading that was decided on
 * @param held that was asked of the agent then
 * @param fuse that was asked for then
 * @param heapTouched the most of the heap that has been in use
 */
public record Course(
        Reading last,
        long held,
        long fuse,
        long heapTouched,
        Starvation starvation,
        Stillness stillness) {
    /** At a run's first reading: nothing is held and nothing has been asked for. */
    public static Course from(Reading first) {
        return new Course(
                first, 0, 0, first.heap().used(), Starvation.none(first), Stillness.from(first));
    }

    /** The use that was backed off to because a higher one starved the target, if one did. */
    public OptionalLong ceiling() {
        return starvation.wasSeen() ? OptionalLong.of(starvation.ceiling()) : OptionalLong.empty();
    }
}
