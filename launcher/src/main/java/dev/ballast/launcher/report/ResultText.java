package dev.ballast.launcher.report;

import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.experiment.Rss;
import dev.ballast.launcher.experiment.StallCount;
import dev.ballast.launcher.guard.GuardResult;
import dev.ballast.launcher.load.LoadResult;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.shape.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened, as it is printed at the end. */
public final class ResultText {
    private ResultText() {}

    public static List<String> lines(Result result) {
        ByteSize limit = result.plan().limit();
        List<String> lines = new ArrayList<>();
        lines.add(
                "result: "
                        + result.outcome().words()
                        + (result.reason().isEmpty() ? "" : " - " + result.reason()));
        if (!result.plan().intent().wanted().isNothing()) {
            lines.add(PlanText.field("level", level(result)));
        }
        result.pressure().ifPresent(found -> lines.add(PlanText.field("pressure", found.words())));
        for (LoadResult load : result.loads()) {
            lines.add(PlanText.field(load.spec().name(), load.words()));
        }
        lines.add(
                PlanText.field(
                        "peak",
                        result.peakUse()
                                + " in use ("
                                + PlanText.percent(result.peakUse(), limit)
                                + ")"
                                + byBallast(result)));
        if (!result.heldFor().isZero() && !result.plan().intent().wanted().isNothing()) {
            lines.add(
                    PlanText.field(
                            "error",
                            "mean "
                                    + PlanText.percent(result.meanError(), limit)
                                    + ", worst "
                                    + PlanText.percent(result.worstError(), limit)
                                    + " of the limit during the hold"));
        }
        lines.add(PlanText.field("stalls", stalls(result)));
        lines.add(PlanText.field("RSS", rss(result.rss())));
        lines.add(PlanText.field("memory", released(result)));
        result.guard().ifPresent(guard -> lines.add(PlanText.field("scores", scores(guard))));
        lines.addAll(OomText.lines(result.ooms()));
        return lines;
    }

    private static String byBallast(Result result) {
        boolean isNone = result.peakHeld().equals(ByteSize.ZERO) && !result.loads().isEmpty();
        return isNone
                ? ""
                : ", at most " + result.peakHeld() + " of it held by ballast" + fuse(result);
    }

    private static String fuse(Result result) {
        return result.peakFuse().equals(ByteSize.ZERO)
                ? ""
                : " in the JVM, and at most " + result.peakFuse() + " by the relief fuse";
    }

    /** Collectors' pauses are in it: from outside they look the same. */
    private static String stalls(Result result) {
        StallCount stalls = result.stalls();
        String all =
                stalls.count() == 0
                        ? "none longer than 100 ms"
                        : stalls.count()
                                + " longer than 100 ms (collector's pauses included), longest "
                                + Durations.words(stalls.longest());
        String atLimit =
                stalls.atLimit() == 0
                        ? ""
                        : "; "
                                + stalls.atLimit()
                                + " of them at the limit, longest "
                                + Durations.words(stalls.longestAtLimit());
        String reliefs =
                result.peakFuse().equals(ByteSize.ZERO)
                        ? ""
                        : "; fuse cut " + result.reliefs() + " times";
        return all + atLimit + reliefs;
    }

    private static String level(Result result) {
        Wanted asked = result.plan().intent().wanted();
        if (!asked.isSteady()) {
            return asked.words()
                    + result.reachedAfter()
                            .map(after -> " followed for " + Durations.words(result.heldFor()))
                            .orElse(": its first level was not reached")
                    + result.backedOffTo().map(to -> ", backed off to " + to).orElse("");
        }
        String wanted = asked.words() + " (" + result.plan().wantedUse() + ")";
        return result.reachedAfter()
                .map(
                        after ->
                                wanted
                                        + " reached after "
                                        + Durations.words(after)
                                        + ", held for "
                                        + Durations.words(result.heldFor()))
                .or(() -> result.backedOffTo().map(to -> wanted + backedOff(to, result)))
                .orElse(wanted + " not reached");
    }

    private static String backedOff(ByteSize to, Result result) {
        return " not reached, backed off to "
                + to
                + ", held for "
                + Durations.words(result.heldFor());
    }

    private static String rss(Rss rss) {
        return "before "
                + size(rss.before())
                + ", during "
                + size(rss.during())
                + ", after "
                + size(rss.after());
    }

    private static String size(Optional<ByteSize> size) {
        return size.map(ByteSize::toString).orElse("unknown");
    }

    private static String released(Result result) {
        if (result.peakHeld().equals(ByteSize.ZERO) && result.loads().isEmpty()) {
            return "none was taken";
        }
        if (result.isReleased()) {
            return "given back, the agent has confirmed it";
        }
        return result.rss().after().isEmpty()
                ? "gone with the JVM"
                : "the agent has not confirmed; it gives everything back within its lease";
    }

    /** {@code 1 process}, {@code 2 processes}. */
    public static String counted(int processes) {
        return processes + (processes == 1 ? " process" : " processes");
    }

    /** What became of the protection. */
    public static String scores(GuardResult guard) {
        return counted(guard.changed())
                + " at "
                + guard.score()
                + " during the run; "
                + guard.sentence();
    }
}
