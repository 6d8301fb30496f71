package dev.ballast.launcher.report;

import dev.ballast.launcher.govern.FuseSize;
import dev.ballast.launcher.guard.GuardPlan;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.plan.FusePlan;
import dev.ballast.launcher.plan.Intent;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.pressure.PressureSpec;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.quantity.Percentages;
import dev.ballast.launcher.shape.Wanted;
import dev.ballast.launcher.watch.StopRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The plan, as it is printed before anything is touched. */
public final class PlanText {
    private PlanText() {}

    public static List<String> lines(Plan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("plan for JVM " + plan.target().name());
        lines.add(field("base", plan.target().bound().name() + ", limit " + plan.limit()));
        lines.add(
                field(
                        "in use",
                        plan.use().unreclaimable()
                                + " that cannot be reclaimed ("
                                + percent(plan.use().unreclaimable(), plan.limit())
                                + "), "
                                + plan.use().reclaimable()
                                + " that can"));
        if (!plan.intent().wanted().isNothing()) {
            lines.add(field("wanted", wanted(plan)));
            lines.add(field("will hold", willHold(plan)));
        }
        plan.intent().pressure().ifPresent(pressure -> lines.add(field("seeks", seeks(pressure))));
        for (LoadSpec load : plan.intent().loadsWithAmount()) {
            lines.add(field("area", load.option() + ": " + load.kind().meaning()));
        }
        lines.add(field("time", time(plan)));
        lines.add(
                field(
                        "protects",
                        plan.guard().map(PlanText::guard).orElse("nobody from the OOM killer")));
        if (plan.guard().isPresent() || plan.fuse() instanceof FusePlan.In) {
            lines.add(field("fuse", fuse(plan.fuse())));
        }
        lines.add(
                field(
                        "undone",
                        "memory, agent thread, files"
                                + (plan.intent().lowersLimit() ? ", memory.high" : "")
                                + (plan.guard().isPresent() ? ", every score" : "")
                                + "; also when this launcher is killed or stopped"));
        lines.add(field("stops", stops(plan.intent().stopWhen())));
        for (String note : plan.notes()) {
            lines.add(field("note", note));
        }
        return lines;
    }

    private static String seeks(PressureSpec pressure) {
        return "the level "
                + (pressure.measure().isOfHeap() ? "of the heap " : "")
                + "at which "
                + pressure.measure()
                + " is "
                + Percentages.words(pressure.percent())
                + ": slowly up, quickly back, and never above "
                + Percentages.words(pressure.atMostPercent());
    }

    private static String willHold(Plan plan) {
        return (plan.intent().wanted().isSteady() ? "" : "up to ")
                + plan.willHold()
                + " of "
                + plan.intent().area().name().toLowerCase(Locale.ROOT)
                + (plan.fuse() instanceof FusePlan.In
                        ? " memory, in the JVM and its fuse, growing at "
                        : " memory in the JVM, growing at ")
                + plan.intent().rate();
    }

    private static String wanted(Plan plan) {
        Wanted wanted = plan.intent().wanted();
        if (wanted.isEndless()) {
            return wanted.words() + ", through the limit: " + plan.willHold() + " in the end";
        }
        return wanted.words()
                + (wanted.isSteady() ? " = " : ", at its highest ")
                + plan.wantedUse()
                + " in use ("
                + percent(plan.wantedUse(), plan.limit())
                + " of the limit)";
    }

    private static String time(Plan plan) {
        Intent intent = plan.intent();
        String release =
                intent.releaseOver().isZero()
                        ? ""
                        : ", given back over " + Durations.words(intent.releaseOver());
        return fill(plan)
                + Durations.words(intent.wanted().lasts(intent.hold()))
                + release
                + ", at most "
                + Durations.words(plan.timeout())
                + " in all";
    }

    private static String fill(Plan plan) {
        Wanted wanted = plan.intent().wanted();
        if (wanted.isNothing()) {
            return "hold ";
        }
        return wanted.isSteady()
                ? "about "
                        + Durations.words(plan.intent().rate().timeFor(plan.willHold()))
                        + " to fill, hold "
                : "the shape lasts ";
    }

    private static String fuse(FusePlan fuse) {
        if (fuse instanceof FusePlan.None none) {
            return "none: " + none.reason();
        }
        return fuse.size() instanceof FuseSize.Fixed fixed
                ? new ByteSize(fixed.size())
                        + " of the level can be given back from outside the JVM"
                : "what the JVM may take in one safepoint can be given back from outside of it";
    }

    private static String stops(StopRules rules) {
        return rules.rules().isEmpty() ? "when asked to" : "when " + rules.words();
    }

    /** Who is protected, and how. */
    public static String guard(GuardPlan guard) {
        return guard.scope().name()
                + ": "
                + guard.roster().size()
                + " now ("
                + guard.roster().scores()
                + ") -> OOM score "
                + guard.score()
                + ", by "
                + (guard.by() == dev.ballast.launcher.guard.ScoreWriter.By.CHOOM
                        ? "choom"
                        : "direct writes");
    }

    static String field(String name, String value) {
        return String.format(Locale.ROOT, "  %-10s %s", name, value);
    }

    static String percent(ByteSize part, ByteSize whole) {
        return String.format(Locale.ROOT, "%.1f %%", part.percentOf(whole));
    }
}
