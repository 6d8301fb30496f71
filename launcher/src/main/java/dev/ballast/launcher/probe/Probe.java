package dev.ballast.launcher.probe;

import java.time.Duration;

/**
 * One way to look at the application. Used by one thread at a time; interrupting that thread, or
 * closing the probe from another one, ends a look that is under way at once.
 */
public interface Probe extends AutoCloseable {
    /**
     * Looks once.
     *
     * @param timeout within which there must be an answer; the look takes hardly any longer
     */
    Observation look(Duration timeout);

    /** Leaves no thread, no process and nothing open. Idempotent; from then on it sees nothing. */
    @Override
    void close();
}
