package dev.ballast.launcher.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/** The signs of the last while, as far back as the rules look. */
final class SignHistory {
    private final Duration longest;
    private final Deque<Signs> signs = new ArrayDeque<>();

    /**
     * @param longest how far back a rule looks
     */
    SignHistory(Duration longest) {
        this.longest = longest;
    }

    void add(Signs now) {
        signs.addLast(now);
        // The newest that is old enough stays, and nothing older.
        Signs oldest = signs.removeFirst();
        while (!signs.isEmpty() && isAgo(signs.peekFirst(), longest)) {
            oldest = signs.removeFirst();
        }
        signs.addFirst(oldest);
    }

    Signs now() {
        return signs.getLast();
    }

    /** The newest that are at least so old; none while the run is younger. */
    Optional<Signs> ago(Duration time) {
        Iterator<Signs> newestFirst = signs.descendingIterator();
        while (newestFirst.hasNext()) {
            Signs then = newestFirst.next();
            if (isAgo(then, time)) {
                return Optional.of(then);
            }
        }
        return Optional.empty();
    }

    private boolean isAgo(Signs then, Duration time) {
        return now().nanos() - then.nanos() >= time.toNanos();
    }
}
