package dev.ballast.launcher.report;

import dev.ballast.launcher.watch.Killed;
import dev.ballast.launcher.watch.OomEvents;
import dev.ballast.launcher.watch.OomScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the OOM killer did, for people and for machines. */
final class OomText {
    private OomText() {}

    /** Nothing when nothing happened. */
    static List<String> lines(OomEvents events) {
        List<String> lines = new ArrayList<>();
        for (Killed killed : events.killed()) {
            lines.add(PlanText.field("OOM kill", killed.sentence()));
        }
        if (events.unnamed() > 0) {
            lines.add(
                    PlanText.field(
                            "OOM kill",
                            events.unnamed()
                                    + (events.killed().isEmpty() ? "" : " more")
                                    + " counted, and nobody could be named"));
        }
        if (events.killed().isEmpty() && events.limitMet() > 0) {
            lines.add(
                    PlanText.field(
                            "OOM",
                            "the limit was met "
                                    + events.limitMet()
                                    + " times with nothing left to reclaim; nobody was killed"));
        }
        events.notes().forEach(note -> lines.add(PlanText.field("note", note)));
        if (!events.isQuiet() && events.logUnreadable().isPresent()) {
            lines.add(
                    PlanText.field(
                            "note",
                            "by counters alone, the kernel's log could not be read: "
                                    + events.logUnreadable().get()));
        }
        return lines;
    }

    static Map<String, Object> fields(OomEvents events) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("killed", events.killed().stream().map(OomText::killed).toList());
        fields.put("unnamed", events.unnamed());
        Map<String, Object> byScope = new LinkedHashMap<>();
        for (OomScope scope : OomScope.values()) {
            byScope.put(scope.name(), events.killsBy(scope));
        }
        fields.put("killsByScope", byScope);
        fields.put("limitMet", events.limitMet());
        fields.put("groupKills", events.groupKills());
        fields.put("killsElsewhere", events.elsewhere().orElse(null));
        fields.put("countLost", events.isCountLost());
        fields.put("logUnreadable", events.logUnreadable().orElse(null));
        fields.put("notes", events.notes());
        return fields;
    }

    private static Map<String, Object> killed(Killed killed) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pid", killed.pid());
        fields.put("name", killed.name());
        fields.put("who", killed.who().name().toLowerCase(Locale.ROOT));
        fields.put("scope", killed.scope().name());
        fields.put("limit", killed.limit().isEmpty() ? null : killed.limit());
        fields.put("evidence", killed.evidence().name());
        return fields;
    }
}
