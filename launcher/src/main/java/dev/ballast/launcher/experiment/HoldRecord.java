package dev.ballast.launcher.experiment;

import dev.ballast.launcher.govern.Decision;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.load.LoadResult;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.pressure.SearchResult;
import dev.ballast.launcher.quantity.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What the control loop has found, from the first byte to the end of the hold. */
final class HoldRecord {
    /** On average over the hold; more than that is "not held". */
    private static final double HELD_WITHIN_PERCENT = 1;

    private static final Ending HELD = new Ending(Outcome.HELD, "");

    private final Plan plan;
    private final LevelRecord level = new LevelRecord();
    private Optional<ByteSize> backedOffTo = Optional.empty();
    private Optional<Duration> begunAfter = Optional.empty();
    private Optional<Duration> reachedAfter = Optional.empty();
    private Duration heldFor = Duration.ZERO;
    private boolean isLimitChanged;
    private int reliefs;

    HoldRecord(Plan plan) {
        this.plan = plan;
    }

    /**
     * @param areLoadsReached what is asked for beside the level
     */
    void note(Reading start, Reading now, Decision decision, boolean areLoadsReached) {
        Duration since = Duration.ofNanos(now.nanos() - start.nanos());
        reliefs += decision.isRelief() ? 1 : 0;
        OptionalLong ceiling = decision.course().ceiling();
        if (ceiling.isPresent()) {
            backedOffTo = Optional.of(new ByteSize(Math.max(0, ceiling.getAsLong())));
        }
        boolean isReached = decision.isReached() && areLoadsReached;
        if (begunAfter.isEmpty() && (isReached || backedOffTo.isPresent())) {
            begunAfter = Optional.of(since);
            reachedAfter = backedOffTo.isPresent() ? Optional.empty() : begunAfter;
        }
        if (hasBegun()) {
            level.holding(now, decision);
            heldFor = since.minus(begunAfter.get());
        } else {
            level.growing(now);
        }
    }

    void limitChanged() {
        isLimitChanged = true;
    }

    /**
     * How a hold ended that lasted as long as it should. A level that is sought for a pressure is a
     * means to it, and not judged itself.
     */
    Ending judge(List<LoadResult> loads, Optional<SearchResult> pressure) {
        boolean isMeans = plan.intent().wanted().isSought();
        Ending ofLevel = isMeans && backedOffTo.isEmpty() ? HELD : judgeLevel();
        if (ofLevel.outcome() != Outcome.HELD) {
            return ofLevel;
        }
        return pressure.filter(found -> !found.isMet())
                .map(found -> "the pressure was not there: " + found.words())
                .or(
                        () ->
                                loads.stream()
                                        .filter(load -> !load.isHeld())
                                        .findFirst()
                                        .map(HoldRecord::notHeld))
                .map(reason -> new Ending(Outcome.INCONCLUSIVE, reason))
                .orElse(ofLevel);
    }

    private static String notHeld(LoadResult load) {
        return load.spec().option()
                + " was reached, but not held: off by "
                + load.spec().words(load.meanError())
                + " on average";
    }

    private Ending judgeLevel() {
        if (backedOffTo.isPresent()) {
            ByteSize held = backedOffTo.get();
            return new Ending(
                    Outcome.INCONCLUSIVE,
                    String.format(
                            Locale.ROOT,
                            "at the level the target starved: its own code no longer fitted beside it."
                                    + " Backed off to %s (%.1f %%) for the rest of the run; the plan's"
                                    + " estimate was %s",
                            held,
                            held.percentOf(plan.limit()),
                            plan.highestForMappedCode()));
        }
        double percent = level.meanErrorPercent();
        return percent <= HELD_WITHIN_PERCENT
                ? HELD
                : new Ending(
                        Outcome.INCONCLUSIVE,
                        String.format(
                                Locale.ROOT,
                                "the level was reached, but %s: it was off by %.1f %% of the limit on"
                                        + " average, and within 1 %% for %.0f %% of the hold",
                                mover(),
                                percent,
                                100 * level.heldPart()));
    }

    private String mover() {
        if (isLimitChanged) {
            return "somebody changed the limit";
        }
        return plan.intent().wanted().isSteady()
                ? "the application moved it"
                : "the application moved it, or the shape was steeper than this machine can take"
                        + " and give back memory";
    }

    LevelRecord level() {
        return level;
    }

    /** In how many ticks the fuse was cut because the limit was near. */
    int reliefs() {
        return reliefs;
    }

    /** What the level was lowered to because the target starved, if it did. */
    Optional<ByteSize> backedOffTo() {
        return backedOffTo;
    }

    /** Whether the hold time has begun to run: at the level, or at the one backed off to. */
    boolean hasBegun() {
        return begunAfter.isPresent();
    }

    /** From the first byte until the hold time began to run; only once it has. */
    Duration begunAfter() {
        return begunAfter.orElseThrow();
    }

    /** From the first byte to the level; none when it was not reached. */
    Optional<Duration> reachedAfter() {
        return reachedAfter;
    }

    Duration heldFor() {
        return heldFor;
    }
}
