package dev.ballast.launcher.trial;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.shape.Shape;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Series;
import dev.ballast.launcher.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a walk up through levels has found: the highest at which the application was well, and what
 * limit would do then: what it uses itself, and what was left free at that level.
 *
 * <p>What it uses itself is told as it will be when its heap is as large as it may become: how much
 * of that a JVM has committed by the time of the walk is chance.
 *
 * @param limit that it ran under
 * @param well the highest level at which nothing was found; none when there was none
 * @param each how long it was held there
 * @param own the most that others than ballast would have in use with a heap of its full size
 * @param isHeapFull whether that was counted; a heap that may become larger than the limit is not
 * @param boundary what was found above, or that nothing was
 */
public record Calibration(
        ByteSize limit,
        Optional<Level> well,
        Duration each,
        ByteSize own,
        boolean isHeapFull,
        String boundary) {
    /** One step. */
    public record Level(double percent, ByteSize use) {}

    /**
     * @throws IllegalArgumentException for a run that says nothing about the application
     */
    public static Calibration of(TrialResult trial, Shape.Steps steps) {
        Result result = trial.result();
        ByteSize limit = result.plan().limit();
        int well = stepsThatWereWell(trial, steps);
        Optional<Level> level =
                well == 0 ? Optional.empty() : Optional.of(level(steps, well - 1, limit));
        boolean isHeapFull = isHeapBelow(limit, trial.timeline());
        return new Calibration(
                limit,
                level,
                steps.each(),
                own(trial.timeline(), isHeapFull),
                isHeapFull,
                boundary(trial));
    }

    private static Level level(Shape.Steps steps, int at, ByteSize limit) {
        double percent = steps.percentOf(at);
        return new Level(percent, limit.percent(percent));
    }

    private static int stepsThatWereWell(TrialResult trial, Shape.Steps steps) {
        Result result = trial.result();
        int begun = (int) (result.heldFor().toNanos() / steps.each().toNanos());
        return switch (result.outcome()) {
            case HELD -> steps.levels().size() - (failedLast(trial).isPresent() ? 1 : 0);
            case STOPPED_BY_PROBE -> stepsBefore(begun, trial, steps);
            case TARGET_KILLED -> begun;
            default -> {
                if (result.backedOffTo().isEmpty()) {
                    throw new IllegalArgumentException(
                            "nothing can be said: the run was " + result.outcome().words());
                }
                yield stepsBelow(result.backedOffTo().get(), steps, result.plan().limit());
            }
        };
    }

    /** A look that began at the last step and failed when that was over: too late to end it. */
    private static Optional<ProbeReport> failedLast(TrialResult trial) {
        return trial.probes().stream()
                .filter(probe -> probe.tallies().get(Phase.DURING).failed() > 0)
                .findFirst();
    }

    /** What an answer is waited for may have begun at the step before. */
    private static int stepsBefore(int begun, TrialResult trial, Shape.Steps steps) {
        Duration inStep = trial.result().heldFor().minus(steps.each().multipliedBy(begun));
        boolean isOfStepBefore =
                trial.plan().probes().stream()
                        .filter(probe -> probe.subject().kind().isWaitedFor())
                        .anyMatch(probe -> inStep.compareTo(probe.timeout()) < 0);
        return Math.max(0, isOfStepBefore ? begun - 1 : begun);
    }

    private static int stepsBelow(ByteSize use, Shape.Steps steps, ByteSize limit) {
        int below = 0;
        while (below < steps.levels().size()
                && level(steps, below, limit).use().compareTo(use) <= 0) {
            below++;
        }
        return below;
    }

    /** By the mean of each interval, so that a moment's spike does not count. */
    static ByteSize own(Timeline.View timeline, boolean isHeapFull) {
        double[] use = timeline.values(Series.USE);
        double[] held = timeline.values(Series.HELD);
        double[] fuse = timeline.values(Series.FUSE);
        double[] committed = timeline.values(Series.HEAP_COMMITTED);
        double[] heapMax = timeline.values(Series.HEAP_MAX);
        double most = 0;
        for (int i = 0; i < Math.min(use.length, held.length); i++) {
            double growth = isHeapFull ? Math.max(0, heapMax[i] - committed[i]) : 0;
            double own = use[i] - held[i] - (i < fuse.length ? fuse[i] : 0) + growth;
            most = Double.isNaN(own) ? most : Math.max(most, own);
        }
        return new ByteSize((long) most);
    }

    static boolean isHeapBelow(ByteSize limit, Timeline.View timeline) {
        double[] heapMax = timeline.values(Series.HEAP_MAX);
        return heapMax.length > 0
                && Arrays.stream(heapMax).filter(max -> !Double.isNaN(max)).max().orElse(0)
                        < limit.bytes();
    }

    private static String boundary(TrialResult trial) {
        Result result = trial.result();
        if (result.outcome() == Outcome.HELD) {
            return failedLast(trial)
                    .map(Calibration::atTheEnd)
                    .or(() -> failedOnTheWhole(trial))
                    .orElse("nothing was found up to there");
        }
        return result.outcome() == Outcome.STOPPED_BY_PROBE
                ? "above it, " + result.reason()
                : "above it: " + result.outcome().words() + ", " + result.reason();
    }

    private static String atTheEnd(ProbeReport failed) {
        return "above it, at the end, probe "
                + failed.spec().name()
                + ": "
                + failed.findings().get(0);
    }

    private static Optional<String> failedOnTheWhole(TrialResult trial) {
        return trial.probes().stream()
                .filter(ProbeReport::hasFailed)
                .findFirst()
                .map(Calibration::onTheWhole);
    }

    /** What is told of all looks together, such as p99, cannot be told of one level. */
    private static String onTheWhole(ProbeReport failed) {
        return "no single look failed up to there, but all of them together: probe "
                + failed.spec().name()
                + ", "
                + failed.findings().get(0)
                + "; a check of each look (latency<250ms) finds the level";
    }

    /** The limit under which the application would have had as much room as at that level. */
    public Optional<ByteSize> enough() {
        return well.map(level -> own.plus(limit.minusOrZero(level.use())));
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (well.isEmpty()) {
            lines.add("calibrated: not well at the lowest level already; begin lower (--from)");
            lines.add("  found      " + boundary);
            return lines;
        }
        Level level = well.get();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "calibrated: well for %s at %.1f %% of %s (%s in use)",
                        Durations.words(each),
                        level.percent(),
                        limit,
                        level.use()));
        lines.add("  found      " + boundary);
        lines.add(
                "  needs      "
                        + limit.minusOrZero(level.use())
                        + " free, beside the "
                        + own
                        + " that it uses itself"
                        + (isHeapFull
                                ? " with its heap as large as it may become"
                                : "; its heap may become larger than the limit, which is not counted"));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "  limit      %s would do, %.0f %% of what it has",
                        enough().orElseThrow(),
                        enough().orElseThrow().percentOf(limit)));
        return lines;
    }
}
