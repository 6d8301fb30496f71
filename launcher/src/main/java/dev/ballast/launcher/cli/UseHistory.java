package dev.ballast.launcher.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The use of the last minute: the highest of each second. Used by one thread. */
final class UseHistory {
    static final int SECONDS = 60;

    private static final long SECOND_NANOS = 1_000_000_000;

    private final long startNanos;
    private final Deque<Long> useBytes = new ArrayDeque<>();
    private long lastSecond = -1;

    UseHistory(long startNanos) {
        this.startNanos = startNanos;
    }

    /** Seconds in which nothing was seen are taken to have been like the one before. */
    void put(long nanos, long bytes) {
        long second = (nanos - startNanos) / SECOND_NANOS;
        if (second == lastSecond) {
            useBytes.addLast(Math.max(useBytes.removeLast(), bytes));
            return;
        }
        long unseen = useBytes.isEmpty() ? 0 : Math.min(SECONDS, second - lastSecond - 1);
        for (long i = 0; i < unseen; i++) {
            useBytes.addLast(useBytes.getLast());
        }
        useBytes.addLast(bytes);
        lastSecond = second;
        while (useBytes.size() > SECONDS) {
            useBytes.removeFirst();
        }
    }

    /** The newest last. */
    List<Long> bytes() {
        return new ArrayList<>(useBytes);
    }
}
