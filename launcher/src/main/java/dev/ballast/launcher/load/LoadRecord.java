package dev.ballast.launcher.load;

import java.time.Duration;
import java.util.Optional;

/** How one load went; each reading counts for the time until the next. */
public final class LoadRecord {
    private final LoadSpec spec;
    private LoadSpec.Amount amount;
    private boolean isMeans;
    private long wanted;
    private long tolerance;
    private long lastError;
    private Optional<Duration> reachedAfter = Optional.empty();
    private Optional<LoadReading> first = Optional.empty();
    private LoadReading last;
    private Duration lastAt = Duration.ZERO;
    private boolean wasHolding;
    private double sumOfErrorNanos;
    private double sumOfLevelNanos;
    private long nanos;
    private long mostHeld;

    public LoadRecord(LoadSpec spec) {
        this.spec = spec;
        this.amount = spec.amount();
    }

    /** From now on so much is wanted of it: it is a means, and no longer what it is judged by. */
    public void aim(LoadSpec.Amount now) {
        amount = now;
        isMeans = true;
    }

    /** At the last reading, in the unit of the kind. */
    public long wanted() {
        return wanted;
    }

    /**
     * @param at since the run's first reading
     * @param isHolding whether the hold has begun
     */
    public void note(Duration at, LoadReading now, boolean isHolding) {
        if (first.isEmpty()) {
            first = Optional.of(now);
        }
        if (wasHolding) {
            long since = at.minus(lastAt).toNanos();
            nanos += since;
            sumOfErrorNanos += (double) lastError * since;
            sumOfLevelNanos += (double) last.level() * since;
        }
        LoadSpec aim = amount.equals(spec.amount()) ? spec : spec.with(amount);
        wanted = aim.wanted(now.room());
        tolerance = aim.tolerance(now);
        lastError = aim.error(now);
        if (reachedAfter.isEmpty() && aim.isReached(now)) {
            reachedAfter = Optional.of(at);
        }
        mostHeld = Math.max(mostHeld, now.held());
        last = now;
        lastAt = at;
        wasHolding = isHolding;
    }

    public boolean isReached() {
        return reachedAfter.isPresent();
    }

    /** {@code heap 70.9 MiB / 71.7 MiB}. */
    public String words() {
        long level = last == null ? 0 : last.level();
        return spec.name()
                + " "
                + spec.words(level)
                + (spec.isUntilRefused() ? "" : " / " + spec.words(wanted));
    }

    public LoadResult result() {
        long mean = nanos == 0 ? 0 : (long) (sumOfLevelNanos / nanos);
        long error = nanos == 0 ? 0 : (long) (sumOfErrorNanos / nanos);
        return new LoadResult(
                spec,
                spec.isUntilRefused() ? mostHeld : wanted,
                reachedAfter,
                mean,
                error,
                reachedAfter.isPresent() && (isMeans || error <= Math.max(tolerance, 1)),
                last == null ? 0 : last.level(),
                mostHeld,
                first.map(LoadReading::seen).orElse(0L),
                last == null ? 0 : last.seen(),
                last == null ? 0 : last.lost(),
                last == null ? 0 : last.refusals());
    }
}
