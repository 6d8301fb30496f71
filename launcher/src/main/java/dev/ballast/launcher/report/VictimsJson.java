package dev.ballast.launcher.report;

import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.victim.Candidate;
import dev.ballast.launcher.victim.Outlook;
import dev.ballast.launcher.victim.Ranking;
import dev.ballast.launcher.victim.Standing;
import dev.ballast.launcher.victim.Victims;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The same tables for machines. Sizes are bytes, what is not there is null. */
public final class VictimsJson {
    private static final int VERSION = 1;

    private VictimsJson() {}

    /**
     * @param top how many processes a list has at most
     */
    public static String of(Victims victims, int top) throws IOException {
        Set<Integer> scope = victims.scope();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("pid", victims.subject().map(subject -> subject.process().pid()).orElse(null));
        fields.put("scope", victims.subject().map(Victims.Subject::scopeName).orElse(null));
        fields.put("scopePids", scope.stream().sorted().toList());
        fields.put("now", outlook(victims.now(), top, scope));
        fields.put("withScore", victims.after().map(after -> after.score().value()).orElse(null));
        fields.put("lowered", victims.after().map(Victims.After::lowered).orElse(null));
        fields.put(
                "after",
                victims.after().map(after -> outlook(after.outlook(), top, scope)).orElse(null));
        fields.put("notes", victims.notes());
        return ResultJson.write(fields);
    }

    private static Map<String, Object> outlook(Outlook outlook, int top, Set<Integer> scope) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(
                "cgroup",
                outlook.group()
                        .map(
                                group ->
                                        cgroup(
                                                group,
                                                VictimsText.first(group.standings(), top),
                                                outlook.wholeGroup()))
                        .orElse(null));
        fields.put(
                "host", ranking(outlook.host(), VictimsText.hostRows(outlook.host(), top, scope)));
        return fields;
    }

    private static Map<String, Object> cgroup(
            Ranking group, List<Standing> shown, Optional<Outlook.WholeGroup> whole) {
        Map<String, Object> fields = ranking(group, shown);
        fields.put("oomGroup", whole.map(Outlook.WholeGroup::path).orElse(null));
        fields.put("diesWithIt", whole.map(Outlook.WholeGroup::pids).orElse(null));
        return fields;
    }

    private static Map<String, Object> ranking(Ranking ranking, List<Standing> shown) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", ranking.domain().name());
        fields.put("limitBytes", ranking.domain().limit().bytes());
        fields.put("swapBytes", ranking.domain().swap().bytes());
        fields.put("processes", ranking.standings().size());
        fields.put("next", ranking.next().map(next -> next.process().id().pid()).orElse(null));
        fields.put("ranked", shown.stream().map(VictimsJson::standing).toList());
        return fields;
    }

    private static Map<String, Object> standing(Standing standing) {
        Candidate process = standing.process();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rank", standing.rank());
        fields.put("pid", process.id().pid());
        fields.put("name", UntrustedText.printable(process.name()));
        fields.put("oomScore", process.oomScore());
        fields.put("adj", process.adj().value());
        fields.put("rssBytes", process.resident().bytes());
        fields.put("badnessBytes", standing.badnessBytes());
        fields.put("eligible", process.isEligible());
        fields.put("why", standing.why());
        return fields;
    }
}
