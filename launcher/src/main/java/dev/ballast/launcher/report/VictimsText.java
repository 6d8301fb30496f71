package dev.ballast.launcher.report;

import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.victim.Candidate;
import dev.ballast.launcher.victim.OomDomain;
import dev.ballast.launcher.victim.Outlook;
import dev.ballast.launcher.victim.Ranking;
import dev.ballast.launcher.victim.Standing;
import dev.ballast.launcher.victim.Victims;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who the OOM killer would take next, as tables. */
public final class VictimsText {
    private static final List<String> HEADER =
            List.of("#", "PID", "name", "oom_score", "adj", "RSS", "badness", "why");

    private static final Set<String> WORDS = Set.of("name", "why");

    private VictimsText() {}

    /**
     * @param top how many rows a table has at most
     */
    public static List<String> lines(Victims victims, int top) {
        List<String> lines = new ArrayList<>();
        addOutlook(lines, victims, victims.now(), Optional.empty(), top);
        victims.after()
                .ifPresent(
                        after -> {
                            lines.add("");
                            lines.add(
                                    "after --avoid-being-killed="
                                            + after.score()
                                            + " ("
                                            + victims.subject().get().scopeName()
                                            + "; lowers "
                                            + after.lowered()
                                            + ")");
                            addOutlook(lines, victims, after.outlook(), victims.after(), top);
                        });
        victims.notes().forEach(note -> lines.add(PlanText.field("note", printable(note))));
        return lines;
    }

    private static void addOutlook(
            List<String> lines,
            Victims victims,
            Outlook outlook,
            Optional<Victims.After> after,
            int top) {
        Set<Integer> scope = victims.scope();
        if (outlook.group().isPresent()) {
            Ranking group = outlook.group().get();
            lines.add("in " + title(group, "limit"));
            addTable(lines, first(group.standings(), top), Set.of());
            lines.add(PlanText.field("next", groupNext(outlook, after, scope)));
        } else if (victims.subject().isPresent()) {
            lines.add("no memory cgroup limits process " + victims.subject().get().process());
        }
        lines.add("on " + title(outlook.host(), "memory"));
        addTable(lines, hostRows(outlook.host(), top, scope), scope);
        lines.add(PlanText.field("next", next(outlook.host(), after, scope)));
        if (victims.subject().isPresent()) {
            lines.add(
                    PlanText.field(
                            "*",
                            victims.subject().get().scopeName()
                                    + ": "
                                    + place(outlook.host(), scope)));
        }
    }

    /** {@code this host (memory 23.5 GiB, swap 1.0 GiB, 19 processes)}. */
    private static String title(Ranking ranking, String nameOfLimit) {
        OomDomain domain = ranking.domain();
        return domain.name()
                + " ("
                + nameOfLimit
                + " "
                + domain.limit()
                + (domain.swap().equals(ByteSize.ZERO) ? "" : ", swap " + domain.swap())
                + ", "
                + ResultText.counted(ranking.standings().size())
                + ")";
    }

    private static String groupNext(
            Outlook outlook, Optional<Victims.After> after, Set<Integer> scope) {
        Ranking group = outlook.group().get();
        if (group.next().isEmpty()) {
            return "nobody can be killed: a full cgroup then waits until something gives memory back";
        }
        return next(group, after, scope)
                + outlook.wholeGroup()
                        .map(
                                whole ->
                                        "; memory.oom.group is 1 in "
                                                + whole.path()
                                                + ", which dies as a whole: "
                                                + ResultText.counted(whole.pids().size())
                                                + ", all but those at -1000")
                        .orElse("");
    }

    private static String next(Ranking ranking, Optional<Victims.After> after, Set<Integer> scope) {
        return ranking.next()
                .map(Standing::process)
                .map(process -> name(process) + stillTaken(process, after, scope))
                .orElse("nobody of those that are seen can be killed");
    }

    private static String name(Candidate process) {
        return "PID " + process.id() + " (" + printable(process.name()) + ")";
    }

    private static String stillTaken(
            Candidate process, Optional<Victims.After> after, Set<Integer> scope) {
        return after.filter(change -> change.isStillTaken(process, scope))
                .map(
                        change ->
                                ": at "
                                        + change.score()
                                        + " it is still the victim when it is the largest")
                .orElse("");
    }

    private static String place(Ranking host, Set<Integer> scope) {
        return host.firstOf(scope)
                .map(
                        first ->
                                ResultText.counted(host.countOf(scope))
                                        + ", the first of them number "
                                        + first.rank())
                .orElse("none of them is seen");
    }

    /** The top, and below it the first of those that the guard would protect. */
    static List<Standing> hostRows(Ranking host, int top, Set<Integer> scope) {
        List<Standing> rows = new ArrayList<>(first(host.standings(), top));
        host.firstOf(scope).filter(standing -> standing.rank() > top).ifPresent(rows::add);
        return rows;
    }

    static List<Standing> first(List<Standing> standings, int top) {
        return standings.subList(0, Math.min(top, standings.size()));
    }

    private static void addTable(
            List<String> lines, List<Standing> standings, Set<Integer> marked) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        for (Standing standing : standings) {
            rows.add(cells(standing, marked.contains(standing.process().id().pid())));
        }
        lines.addAll(Table.lines(rows, WORDS));
    }

    private static List<String> cells(Standing standing, boolean isMarked) {
        Candidate process = standing.process();
        return List.of(
                (isMarked ? "* " : "") + standing.rank(),
                process.id().toString(),
                printable(process.name()),
                Integer.toString(process.oomScore()),
                process.adj().toString(),
                process.resident().toString(),
                process.isEligible() ? signed(standing.badnessBytes()) : "-",
                standing.why());
    }

    private static String signed(long bytes) {
        return (bytes < 0 ? "-" : "") + new ByteSize(Math.abs(bytes));
    }

    private static String printable(String text) {
        return UntrustedText.printable(text);
    }
}
