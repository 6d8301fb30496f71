package dev.ballast.launcher.load;

import dev.ballast.launcher.quantity.ByteSize;
import java.time.Duration;
import java.util.Optional;

/** How one load went; each reading counts for the time until the next. */
public final class LoadRecord {
    private final LoadSpec spec;
    private final ByteSize heapMax;
    private final long wanted;
    private final long tolerance;
    private Optional<Duration> reachedAfter = Optional.empty();
    private Optional<LoadReading> first = Optional.empty();
    private LoadReading last;
    private Duration lastAt = Duration.ZERO;
    private boolean wasHolding;
    private double sumOfErrorNanos;
    private double sumOfLevelNanos;
    private long nanos;
    private long mostHeld;

    public LoadRecord(LoadSpec spec, ByteSize heapMax) {
        this.spec = spec;
        this.heapMax = heapMax;
        this.wanted = spec.wanted(heapMax);
        this.tolerance = spec.tolerance(heapMax);
    }

    /** In the unit of the kind. */
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
        if (reachedAfter.isEmpty() && Math.abs(now.level() - wanted) <= tolerance) {
            reachedAfter = Optional.of(at);
        }
        if (wasHolding) {
            long since = at.minus(lastAt).toNanos();
            nanos += since;
            sumOfErrorNanos += (double) Math.abs(last.level() - wanted) * since;
            sumOfLevelNanos += (double) last.level() * since;
        }
        mostHeld = Math.max(mostHeld, now.held());
        last = now;
        lastAt = at;
        wasHolding = isHolding;
    }

    public boolean isReached() {
        return reachedAfter.isPresent();
    }

    public LoadResult result() {
        long mean = nanos == 0 ? 0 : (long) (sumOfLevelNanos / nanos);
        long error = nanos == 0 ? 0 : (long) (sumOfErrorNanos / nanos);
        return new LoadResult(
                spec,
                heapMax,
                wanted,
                reachedAfter,
                mean,
                error,
                reachedAfter.isPresent() && error <= Math.max(tolerance, 1),
                mostHeld,
                first.map(LoadReading::seen).orElse(0L),
                last == null ? 0 : last.seen(),
                last == null ? 0 : last.lost(),
                last == null ? 0 : last.refusals());
    }
}
