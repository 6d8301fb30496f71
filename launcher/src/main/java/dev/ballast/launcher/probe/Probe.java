package dev.ballast.launcher.probe;

import java.time.Duration;

/** One way to look at the application. Used by one thread at a time; closed from any. */
public interface Probe extends AutoCloseable {
    /** Looks once. Returns soon after the timeout, or after it was closed, in any case. */
    Observation look(Duration timeout);

    @Override
    void close();
}
