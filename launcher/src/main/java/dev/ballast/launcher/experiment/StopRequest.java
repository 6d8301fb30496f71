package dev.ballast.launcher.experiment;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish to end the run early, from another thread: the user's, or because a probe failed. */
public final class StopRequest {
    /**
     * A release takes at most the deadlines of agent and restorer; then the launcher ends in any
     * case.
     */
    public static final Duration HONOURED_WITHIN = Duration.ofSeconds(90);

    private final CountDownLatch made = new CountDownLatch(1);
    private volatile boolean isByUser;
    private volatile Optional<String> because = Optional.empty();

    /** By the user. */
    public void make() {
        isByUser = true;
        made.countDown();
    }

    /** Because of this, in words. */
    public void makeBecause(String failedProbe) {
        if (!isMade()) {
            because = Optional.of(failedProbe);
        }
        made.countDown();
    }

    public boolean isByUser() {
        return isByUser;
    }

    /** The probe that failed, when that was the first to ask for the end. */
    Optional<String> because() {
        return because;
    }

    public boolean isMade() {
        return made.getCount() == 0;
    }

    /** Waits so long, or until the request is made. */
    public void await(Duration pause) {
        try {
            boolean ignored = made.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            make();
        }
    }
}
