package dev.ballast.launcher.experiment;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The user's wish to end the run early, from another thread. */
public final class StopRequest {
    /**
     * A release takes at most the deadlines of agent and restorer; then the launcher ends in any
     * case.
     */
    public static final Duration HONOURED_WITHIN = Duration.ofSeconds(90);

    private final CountDownLatch made = new CountDownLatch(1);

    public void make() {
        made.countDown();
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
