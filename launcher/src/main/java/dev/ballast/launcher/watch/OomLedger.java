package dev.ballast.launcher.watch;

import dev.ballast.launcher.proc.ProcessStat;
import dev.ballast.launcher.watch.Killed.Evidence;
import dev.ballast.launcher.watch.Killed.Who;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Puts together what was counted, what the kernel's log says and who is gone: a kill that is
 * counted is given a name once, by the best evidence there is.
 */
final class OomLedger {
    private final int target;
    private final WatchedGroups groups;
    private final Helpers helpers;
    private final IntFunction<Optional<ProcessStat>> members;
    private final Map<Integer, Killed> killed = new LinkedHashMap<>();
    private final Map<Integer, ProcessStat> gone = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private Optional<KernelOom.Cause> cause = Optional.empty();
    private boolean isWholeGroup;
    private OomCounters.Blame blame = new OomCounters.Blame(OomScope.UNKNOWN, "");
    private long counted;
    private long countedTwice;
    private long undecided;

    /**
     * @param members who in the watched groups has, or had, a number
     */
    OomLedger(
            int target,
            WatchedGroups groups,
            Helpers helpers,
            IntFunction<Optional<ProcessStat>> members) {
        this.target = target;
        this.groups = groups;
        this.helpers = helpers;
        this.members = members;
    }

    /** So many more kills are counted, by these limits as far as the counters tell. */
    void count(long kills, OomCounters.Blame by) {
        if (kills > 0) {
            counted += kills;
            blame = by;
        }
    }

    /** How many kills nobody has been named for yet, and somebody still may. */
    long unnamed() {
        return Math.max(0, unknown() - undecided);
    }

    /** Of how many kills it is not known whom they met. */
    long unknown() {
        long named = killed.values().stream().filter(one -> one.who() != Who.ELSEWHERE).count();
        return Math.max(0, counted - countedTwice - named);
    }

    /** How many of the counted kills are of a process that is counted already. */
    long countedTwice() {
        return countedTwice;
    }

    /** A record of the kernel's log. */
    void read(String record) {
        KernelOom.parse(record).ifPresent(this::read);
    }

    private void read(KernelOom said) {
        if (said instanceof KernelOom.Cause found) {
            cause = Optional.of(found);
            isWholeGroup = false;
        } else if (said instanceof KernelOom.WholeGroup) {
            isWholeGroup = cause.isPresent();
        } else if (said instanceof KernelOom.Kill kill) {
            read(kill);
        }
    }

    private void read(KernelOom.Kill kill) {
        if (!isWholeGroup && cause.isPresent() && cause.get().pid() != kill.pid()) {
            cause = Optional.empty(); // this one's was left out
        }
        Optional<Who> who = who(kill);
        if (who.isPresent()) {
            if (isWholeGroup && killed.containsKey(kill.pid())) {
                countedTwice++; // the first of a whole group is taken, and then again with all
                return;
            }
            OomCounters.Blame by = blameOf(kill);
            put(kill.pid(), kill.name(), who.get(), by, Evidence.KERNEL_LOG);
        }
    }

    /** None for a process that has nothing to do with this run. */
    private Optional<Who> who(KernelOom.Kill kill) {
        if (kill.pid() == target) {
            return Optional.of(Who.TARGET);
        }
        Optional<ProcessStat> member = members.apply(kill.pid());
        if (helpers.contains(kill.pid()) || member.filter(helpers::contains).isPresent()) {
            return Optional.of(Who.HELPER);
        }
        boolean isInWatchedGroup =
                cause.filter(found -> isWholeGroup || found.pid() == kill.pid())
                        .filter(found -> groups.contain(found.victimsGroup()))
                        .isPresent();
        if (member.isPresent() || isInWatchedGroup) {
            return Optional.of(Who.BYSTANDER);
        }
        return kill.isOfHost() ? Optional.of(Who.ELSEWHERE) : Optional.empty();
    }

    private OomCounters.Blame blameOf(KernelOom.Kill kill) {
        if (kill.isOfHost()) {
            return new OomCounters.Blame(OomScope.HOST, "");
        }
        Optional<String> limit = cause.flatMap(KernelOom.Cause::limit);
        OomScope scope = limit.map(groups::scopeOf).orElse(OomScope.UNKNOWN);
        return scope == OomScope.UNKNOWN
                ? blame
                : new OomCounters.Blame(scope, limit.orElseThrow());
    }

    /**
     * These are no longer there. Some of them may have ended by themselves, so only kills that
     * nobody else is named for are theirs, and never those of another moment.
     */
    void gone(List<ProcessStat> members) {
        if (unnamed() == 0) {
            gone.clear(); // those of the look before are kept for a kill that is counted just now
        }
        members.stream()
                .filter(member -> !helpers.contains(member))
                .forEach(member -> gone.put(member.id().pid(), member));
    }

    /** Names the rest without the kernel's log: helpers by their exit, then those who are gone. */
    void nameByAbsence() {
        for (int helper : helpers.killed()) {
            if (unnamed() > 0) {
                put(helper, "helper", Who.HELPER, blame, Evidence.EXIT_STATUS);
            }
        }
        if (unnamed() > 0 && gone.containsKey(target)) {
            putGone(gone.get(target), Who.TARGET);
        }
        gone.keySet().removeAll(killed.keySet());
        if (gone.size() <= unnamed()) {
            List.copyOf(gone.values()).forEach(one -> putGone(one, Who.BYSTANDER));
        } else if (unnamed() > 0) {
            note(unnamed() + " of those who ended then was killed: " + describe(gone));
            undecided += unnamed(); // whoever ends later is not to be named for them
        }
        gone.clear();
    }

    private static String describe(Map<Integer, ProcessStat> gone) {
        List<String> words = new ArrayList<>();
        gone.forEach((pid, stat) -> words.add(pid + " (" + stat.name() + ")"));
        return String.join(", ", words.subList(0, Math.min(words.size(), 5)))
                + (words.size() > 5 ? " and " + (words.size() - 5) + " more" : "");
    }

    private void note(String words) {
        notes.add(dev.ballast.launcher.proc.UntrustedText.printable(words));
    }

    private void putGone(ProcessStat member, Who who) {
        put(member.id().pid(), member.name(), who, blame, Evidence.GONE_AS_COUNTED);
    }

    private void put(int pid, String name, Who who, OomCounters.Blame by, Evidence evidence) {
        killed.putIfAbsent(pid, new Killed(pid, name, who, by.scope(), by.limit(), evidence));
    }

    List<Killed> killed() {
        return List.copyOf(killed.values());
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}
