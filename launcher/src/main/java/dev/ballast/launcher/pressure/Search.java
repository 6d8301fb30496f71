package dev.ballast.launcher.pressure;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Looks for the level at which a pressure is what is wanted: slowly up, quickly back, again and
 * again, as what makes the pressure moves.
 *
 * <p>A pressure is told for the time that has passed: it lags behind the level by half of {@link
 * #WINDOW}. So after each step back it is not listened to for as long, unless it still grows. Where
 * it came last is approached slowly, what lies below quickly.
 */
public final class Search {
    /** Over which the pressure is to be measured: several collections, or many waits. */
    public static final Duration WINDOW = Duration.ofSeconds(3);

    private static final long STEP_NANOS = 500_000_000;

    /** Percent in a step, where the pressure was not met the last time. */
    private static final double FAST_UP = 0.5;

    /** Within {@link #NEAR_BELOW} of where it was. */
    private static final double SLOW_UP = 0.2;

    private static final double NEAR_BELOW = 2;
    private static final double BACK = 0.5;
    private static final double MOST_BACK = 5;
    private static final double MOST_AHEAD = 5;

    /** Within this part of what is wanted nothing is changed. */
    private static final double NEAR = 0.1;

    /** What has grown by as much since the last step back was not enough. */
    private static final double GROWN = 1.25;

    /** From this part of what is wanted on it is there. */
    private static final double THERE = 0.75;

    /** Below this part it is not: a single burst has passed. */
    private static final double GONE = 0.4;

    private final PressureSpec spec;
    private double level;
    private double lastAbove = Double.MAX_VALUE;
    private double measuredAtBack;
    private boolean isFound;
    private long stepNanos;
    private long deafUntilNanos;
    private OptionalLong thereSinceNanos = OptionalLong.empty();
    private Optional<Average> average = Optional.empty();
    private double lastMeasured;
    private double lastFound;
    private double highest;

    /**
     * @param fromPercent the level that there is, in percent of what it is a share of
     * @param nowNanos by {@link System#nanoTime}, as everywhere here
     */
    public Search(PressureSpec spec, double fromPercent, long nowNanos) {
        this.spec = spec;
        this.level = Math.min(fromPercent, spec.atMostPercent());
        this.highest = level;
        this.stepNanos = nowNanos;
        this.deafUntilNanos = nowNanos;
    }

    /**
     * What the level shall be now, in percent.
     *
     * @param measured over the last {@link #WINDOW}, in percent of the time; none while it is not
     *     known, and then the level stays as it is
     * @param foundPercent the level that there is: it may differ from what it shall be
     */
    public double at(long nowNanos, OptionalDouble measured, double foundPercent) {
        note(nowNanos, measured, foundPercent);
        if (measured.isPresent() && nowNanos - stepNanos >= STEP_NANOS) {
            stepNanos = nowNanos;
            step(nowNanos, measured.getAsDouble());
        }
        return level;
    }

    private void step(long nowNanos, double measured) {
        double part = measured / spec.percent();
        boolean isDeaf = nowNanos < deafUntilNanos;
        boolean isAtEnd = level == spec.atMostPercent() && level - lastFound < MOST_AHEAD;
        isFound |= isMetAgain(nowNanos, part) || isLasting(nowNanos) || isAtEnd && !isDeaf;
        if (part > 1 + NEAR && (!isDeaf || measured > GROWN * measuredAtBack)) {
            back(nowNanos, measured, part);
        } else if (part < 1 - NEAR && !isDeaf) {
            up(nowNanos, part);
        }
    }

    /** Also by what it climbed while it was not told, where it climbed fast. */
    private void back(long nowNanos, double measured, double part) {
        boolean isFast = level < lastAbove - NEAR_BELOW;
        double lag = isFast ? FAST_UP * WINDOW.toNanos() / STEP_NANOS / 2 : 0;
        lastAbove = level;
        measuredAtBack = measured;
        double there = Math.min(level, Math.max(lastFound, level - MOST_AHEAD));
        level = Math.max(0, there - Math.min(MOST_BACK, lag + BACK * part));
        deafUntilNanos = nowNanos + WINDOW.toNanos();
    }

    /** At the end of the way the pressure is waited for once. */
    private void up(long nowNanos, double part) {
        if (level - lastFound > MOST_AHEAD) {
            return; // what is there has to come first: its pressure is not known yet
        }
        boolean isNear = Math.abs(level - lastAbove) < NEAR_BELOW;
        double higher = level + (isNear ? SLOW_UP : FAST_UP) * (1 - part);
        if (higher >= spec.atMostPercent() && level < spec.atMostPercent()) {
            deafUntilNanos = nowNanos + WINDOW.toNanos();
        }
        level = Math.min(higher, spec.atMostPercent());
        highest = Math.max(highest, level);
        measuredAtBack = 0;
    }

    /** Where it was before, after it had gone. */
    private boolean isMetAgain(long nowNanos, double part) {
        if (part < GONE) {
            thereSinceNanos = OptionalLong.empty();
        } else if (part >= THERE && thereSinceNanos.isEmpty()) {
            thereSinceNanos = OptionalLong.of(nowNanos);
            return Math.abs(level - lastAbove) < NEAR_BELOW;
        }
        return false;
    }

    /** For longer than a burst is in the window. */
    private boolean isLasting(long nowNanos) {
        return thereSinceNanos.isPresent()
                && nowNanos - thereSinceNanos.getAsLong() > 2 * WINDOW.toNanos();
    }

    private void note(long nowNanos, OptionalDouble measured, double foundPercent) {
        average.ifPresent(held -> held.until(nowNanos, lastFound, lastMeasured));
        lastFound = foundPercent;
        lastMeasured = measured.orElse(lastMeasured);
    }

    /** From now on its level and pressure count. */
    public void hold(long nowNanos) {
        average = Optional.of(new Average(nowNanos));
    }

    /** Whether the pressure has been there, or cannot be reached. */
    public boolean isFound() {
        return isFound;
    }

    public SearchResult result() {
        Optional<Average> held = average.filter(Average::isAny);
        return new SearchResult(
                spec,
                held.map(Average::level).orElse(lastFound),
                held.map(Average::measured).orElse(lastMeasured),
                highest);
    }
}
