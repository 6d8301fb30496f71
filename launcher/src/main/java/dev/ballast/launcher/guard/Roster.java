package dev.ballast.launcher.guard;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStat;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is in a scope, with the score that each had before ballast changed anything. The order is the
 * one in which they are changed: a parent before its children.
 */
public final class Roster {
    private final Map<ProcessId, OomScoreAdj> originals = new LinkedHashMap<>();
    private OomScoreAdj ofOrphans;

    /** Reads the scores of all members as they are now. */
    public static Roster survey(Proc proc, Scope scope) throws IOException {
        Roster roster = new Roster();
        for (ProcessStat member : scope.members(proc)) {
            try {
                roster.add(member.id(), new OomScoreAdj(proc.oomScoreAdj(member.id().pid())));
            } catch (ProcessGone exited) {
                continue;
            }
        }
        return roster;
    }

    void add(ProcessId process, OomScoreAdj original) {
        if (ofOrphans == null) {
            ofOrphans = original;
        }
        originals.put(process, original);
    }

    boolean contains(ProcessId process) {
        return originals.containsKey(process);
    }

    /** The score that the process had, if it is listed. */
    Optional<OomScoreAdj> originalOf(ProcessId process) {
        return Optional.ofNullable(originals.get(process));
    }

    /** The score of the first member ever: the container's init, or the JVM itself. */
    OomScoreAdj ofOrphans() {
        return ofOrphans;
    }

    /** A copy, in order. */
    public List<Map.Entry<ProcessId, OomScoreAdj>> originals() {
        return List.copyOf(originals.entrySet());
    }

    /** Forgets everybody else. */
    void retain(Set<ProcessId> processes) {
        originals.keySet().retainAll(processes);
    }

    public int size() {
        return originals.size();
    }

    public boolean isEmpty() {
        return originals.isEmpty();
    }

    public boolean anyAbove(OomScoreAdj score) {
        return originals.values().stream().anyMatch(original -> original.compareTo(score) > 0);
    }

    /** For people: {@code 12 at 500, 1 at 0}. */
    public String scores() {
        return originals.values().stream()
                .collect(
                        Collectors.groupingBy(
                                score -> score, java.util.TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " at " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
