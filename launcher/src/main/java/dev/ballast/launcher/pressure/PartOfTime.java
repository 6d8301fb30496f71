package dev.ballast.launcher.pressure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** What part of the last {@link Search#WINDOW} went into something whose whole time is counted. */
public final class PartOfTime {
    private final Deque<Count> counts = new ArrayDeque<>();

    private record Count(long nowNanos, long nanos) {}

    /**
     * In percent; more than 100 when what has just ended took longer than the window.
     *
     * @param nanos that went into it so far
     * @return none at the first call
     */
    public OptionalDouble at(long nowNanos, long nanos) {
        counts.add(new Count(nowNanos, nanos));
        while (counts.size() > 2 && isOlder(counts.peekFirst(), nowNanos)) {
            counts.removeFirst();
        }
        Count first = counts.peekFirst();
        return first.nowNanos() == nowNanos
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        100.0 * Math.max(0, nanos - first.nanos()) / (nowNanos - first.nowNanos()));
    }

    private static boolean isOlder(Count count, long nowNanos) {
        return nowNanos - count.nowNanos() > Search.WINDOW.toNanos();
    }
}
