package dev.ballast.launcher.report;

import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.experiment.Rss;
import dev.ballast.launcher.guard.GuardResult;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import java.time.Duration;
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
        lines.add(PlanText.field("level", level(result)));
        lines.add(
                PlanText.field(
                        "peak",
                        result.peakUse()
                                + " in use ("
                                + PlanText.percent(result.peakUse(), limit)
                                + "), "
                                + result.peakHeld()
                                + " of it held by ballast"));
        if (result.reachedAfter().isPresent()) {
            lines.add(
                    PlanText.field(
                            "error",
                            "mean "
                                    + PlanText.percent(result.meanError(), limit)
                                    + ", worst "
                                    + PlanText.percent(result.worstError(), limit)
                                    + " of the limit during the hold"));
        }
        lines.add(PlanText.field("RSS", rss(result.rss())));
        lines.add(
                PlanText.field(
                        "memory",
                        result.isReleased()
                                ? "given back, the agent has confirmed it"
                                : released(result)));
        result.guard().ifPresent(guard -> lines.add(PlanText.field("scores", scores(guard))));
        return lines;
    }

    private static String level(Result result) {
        Optional<Duration> reached = result.reachedAfter();
        return reached.isEmpty()
                ? result.plan().wantedUse() + " not reached"
                : result.plan().wantedUse()
                        + " reached after "
                        + Durations.words(reached.get())
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
        return result.rss().after().isEmpty()
                ? "gone with the JVM"
                : "the agent has not confirmed; it gives everything back within its lease";
    }

    /** What became of the protection. */
    public static String scores(GuardResult guard) {
        return guard.changed() + " processes were at " + guard.score() + "; " + guard.sentence();
    }
}
