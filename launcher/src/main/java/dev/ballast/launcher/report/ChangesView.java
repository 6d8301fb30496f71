package dev.ballast.launcher.report;

import dev.ballast.launcher.watch.Killed;
import dev.ballast.launcher.watch.OomScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the run has changed, what has become of it, and what happened meanwhile.
 *
 * @param kills one sentence for each process that the OOM killer took, or for those without a name
 */
record ChangesView(
        List<Change> changes,
        List<PlanView.Row> meanwhile,
        List<String> kills,
        List<String> notes) {
    /** One thing that was changed; {@code kind} as a name in the style sheet and of its icon. */
    record Change(String what, String during, String after, String kind) {}

    boolean hasKills() {
        return !kills.isEmpty();
    }

    boolean hasNotes() {
        return !notes.isEmpty();
    }

    static ChangesView of(ResultPart result) {
        ResultPart oom = result.part("oom");
        return new ChangesView(
                Stream.of(memory(result), rss(result), scores(result))
                        .flatMap(Optional::stream)
                        .toList(),
                meanwhile(result),
                kills(oom),
                notes(oom));
    }

    private static Optional<Change> memory(ResultPart result) {
        if (result.number("peakHeldBytes").isEmpty() && result.flag("released").isEmpty()) {
            return Optional.empty();
        }
        double held = result.number("peakHeldBytes").orElse(0);
        double fuse = result.number("peakFuseBytes").orElse(0);
        if (held == 0 && fuse == 0) {
            return Optional.of(
                    new Change("Memory", "none was taken", "nothing to give back", "ok"));
        }
        String taken =
                "at most "
                        + HtmlWords.bytes(held)
                        + " in the JVM"
                        + (fuse > 0 ? ", " + HtmlWords.bytes(fuse) + " by the relief fuse" : "");
        return Optional.of(
                result.flag("released").orElse(false)
                        ? new Change(
                                "Memory", taken, "given back, the agent has confirmed it", "ok")
                        : result.number("rssAfterBytes").isPresent()
                                ? new Change(
                                        "Memory",
                                        taken,
                                        "not confirmed; the agent gives everything back within its lease",
                                        "warn")
                                : new Change("Memory", taken, "gone with the JVM", "unseen"));
    }

    private static Optional<Change> rss(ResultPart result) {
        Optional<String> before = result.number("rssBeforeBytes", HtmlWords::bytes);
        Optional<String> during = result.number("rssDuringBytes", HtmlWords::bytes);
        Optional<String> after = result.number("rssAfterBytes", HtmlWords::bytes);
        if (Stream.of(before, during, after).allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(
                new Change(
                        "RSS of the JVM",
                        before.orElse("unknown")
                                + " before, "
                                + during.orElse("unknown")
                                + " during",
                        after.map(size -> size + " after").orElse("unknown after"),
                        after.isPresent() ? "ok" : "unseen"));
    }

    private static Optional<Change> scores(ResultPart result) {
        ResultPart guard = result.part("guard");
        if (guard.isEmpty()) {
            return Optional.of(new Change("OOM scores", "not touched", "as they were", "ok"));
        }
        String during =
                HtmlWords.counted(guard.count("changed").orElse(0L), "process", "processes")
                        + " at "
                        + guard.number("score", HtmlWords::plain).orElse("an unknown score")
                        + guard.text("by")
                                .map(by -> by.equals("CHOOM") ? ", by choom" : ", by direct writes")
                                .orElse("");
        String left =
                Arrays.stream(guard.numbers("leftPids"))
                        .mapToObj(HtmlWords::plain)
                        .collect(Collectors.joining(", "));
        boolean isRestored = guard.flag("restored").orElse(false);
        String after = isRestored ? "every score is restored" : "not all scores are restored";
        return Optional.of(
                new Change(
                        "OOM scores",
                        during,
                        after + (left.isEmpty() ? "" : ", left: PID " + left),
                        isRestored ? "ok" : "failed"));
    }

    private static List<PlanView.Row> meanwhile(ResultPart result) {
        List<PlanView.Row> rows = new ArrayList<>();
        ResultPart oom = result.part("oom");
        if (!oom.isEmpty() && kills(oom).isEmpty()) {
            rows.add(new PlanView.Row("OOM kills", "none was seen"));
        }
        result.count("stalls")
                .ifPresent(
                        stalls ->
                                rows.add(
                                        new PlanView.Row(
                                                "Stalls",
                                                stalls(
                                                        stalls,
                                                        "stalls",
                                                        "longestStallSeconds",
                                                        result))));
        result.count("stallsAtLimit")
                .filter(stalls -> stalls > 0)
                .ifPresent(
                        stalls ->
                                rows.add(
                                        new PlanView.Row(
                                                "Stalls at the limit",
                                                stalls(
                                                        stalls,
                                                        "stallsAtLimit",
                                                        "longestStallAtLimitSeconds",
                                                        result))));
        if (result.number("peakFuseBytes").orElse(0) > 0) {
            result.count("reliefs")
                    .ifPresent(
                            reliefs ->
                                    rows.add(
                                            new PlanView.Row(
                                                    "Relief fuse",
                                                    "cut "
                                                            + HtmlWords.counted(
                                                                    reliefs, "time", "times"))));
        }
        ResultPart errors = result.part("outOfMemoryErrors");
        if (!errors.isEmpty()) {
            rows.add(new PlanView.Row("OutOfMemoryErrors", errors(errors)));
        }
        return rows;
    }

    private static String stalls(long count, String name, String longest, ResultPart result) {
        return count == 0
                ? "none longer than 100 ms"
                : count
                        + " longer than 100 ms, the longest "
                        + result.number(longest, HtmlWords::time).orElse("unknown");
    }

    private static String errors(ResultPart errors) {
        Optional<String> unknown = errors.text("unknown");
        Optional<Long> before = errors.count("before");
        Optional<Long> after = errors.count("after");
        if (unknown.isPresent() || before.isEmpty() || after.isEmpty()) {
            return "could not be counted" + unknown.map(why -> ": " + why).orElse("");
        }
        long thrown = after.get() - before.get();
        return thrown == 0 ? "none" : thrown + " during the run, " + before.get() + " before it";
    }

    private static List<String> kills(ResultPart oom) {
        List<String> kills =
                new ArrayList<>(oom.parts("killed").stream().map(ChangesView::sentence).toList());
        long unnamed = oom.count("unnamed").orElse(0L);
        if (unnamed > 0) {
            kills.add(
                    unnamed
                            + (kills.isEmpty() ? "" : " more")
                            + " counted, and nobody could be named");
        }
        return kills;
    }

    private static List<String> notes(ResultPart oom) {
        List<String> notes = new ArrayList<>(oom.texts("notes"));
        long met = oom.count("limitMet").orElse(0L);
        if (oom.parts("killed").isEmpty() && met > 0) {
            notes.add(
                    "The limit was met "
                            + HtmlWords.counted(met, "time", "times")
                            + " with nothing left to reclaim; nobody was killed.");
        }
        oom.count("killsElsewhere")
                .filter(kills -> kills > 0)
                .ifPresent(
                        kills ->
                                notes.add(
                                        "Elsewhere on the host the OOM killer took "
                                                + HtmlWords.counted(kills, "process", "processes")
                                                + "."));
        if (oom.flag("countLost").orElse(false)) {
            notes.add("Kills may be missing here: a counter could not be read to the end.");
        }
        oom.text("logUnreadable")
                .ifPresent(why -> notes.add("The kernel's log could not be read: " + why));
        return notes;
    }

    private static String sentence(ResultPart killed) {
        return "Process "
                + killed.count("pid").map(String::valueOf).orElse("unknown")
                + killed.text("name").map(name -> " (" + name + ")").orElse("")
                + killed.text("who")
                        .map(who -> ", " + words(Killed.Who.values(), Killed.Who::words, who))
                        .orElse("")
                + killed.text("scope")
                        .map(scope -> ", by " + words(OomScope.values(), OomScope::words, scope))
                        .orElse("")
                + killed.text("limit").map(limit -> " (memory cgroup " + limit + ")").orElse("")
                + killed.text("evidence")
                        .map(
                                how ->
                                        "; "
                                                + words(
                                                        Killed.Evidence.values(),
                                                        Killed.Evidence::words,
                                                        how))
                        .orElse("");
    }

    /** The words of the constant with that name, or the name as it is. */
    private static <E extends Enum<E>> String words(
            E[] constants, Function<E, String> words, String name) {
        return Arrays.stream(constants)
                .filter(constant -> constant.name().equalsIgnoreCase(name))
                .map(words)
                .findFirst()
                .orElse(name);
    }
}
