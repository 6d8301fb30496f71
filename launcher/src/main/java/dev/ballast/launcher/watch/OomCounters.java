package dev.ballast.launcher.watch;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.OomCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the watched groups have counted of the OOM killer's work at one moment.
 *
 * @param byGroup of each group that could be read, by its path
 */
record OomCounters(Map<String, OomCounts> byGroup) {
    /**
     * At the beginning.
     *
     * @throws IOException when a group that the target is in cannot be read
     */
    static OomCounters read(WatchedGroups groups) throws IOException {
        for (MemoryCgroup group : groups.upwards()) {
            group.oomCounts();
        }
        return readAgain(groups);
    }

    /** Of every group that is still there. */
    static OomCounters readAgain(WatchedGroups groups) {
        Map<String, OomCounts> byGroup = new LinkedHashMap<>();
        groups.upwards().forEach(group -> add(group, byGroup));
        boolean isHierarchical =
                byGroup.values().stream().anyMatch(counts -> counts.limitMetBelow().isPresent());
        if (!isHierarchical) {
            groups.downwards().forEach(group -> add(group, byGroup));
        }
        return new OomCounters(byGroup);
    }

    private static void add(MemoryCgroup group, Map<String, OomCounts> byGroup) {
        try {
            OomCounts counts = group.oomCounts();
            if (Files.isDirectory(group.folder())) { // else its files read as absent
                byGroup.put(WatchedGroups.kernelPath(group), counts);
            }
        } catch (IOException removed) {
            return; // its older counts stay
        }
    }

    /** Whether this group could be read. */
    boolean contain(MemoryCgroup group) {
        return byGroup.containsKey(WatchedGroups.kernelPath(group));
    }

    /** These, and the older ones of groups that are no longer there. */
    OomCounters over(OomCounters before) {
        Map<String, OomCounts> all = new LinkedHashMap<>(before.byGroup);
        all.putAll(byGroup);
        return new OomCounters(all);
    }

    /** How many more processes of the watched groups have been taken since. */
    long killsSince(OomCounters before, WatchedGroups groups) {
        String widest = WatchedGroups.kernelPath(groups.widest());
        OomCounts ofWidest = byGroup.get(widest);
        if (ofWidest != null && ofWidest.limitMetBelow().isPresent()) {
            return grown(before, widest, Counter.KILLS);
        }
        return byGroup.keySet().stream()
                .filter(groups::contain)
                .mapToLong(path -> grown(before, path, Counter.KILLS))
                .sum();
    }

    long groupKillsSince(OomCounters before, WatchedGroups groups) {
        return grown(before, WatchedGroups.kernelPath(groups.widest()), Counter.GROUP_KILLS);
    }

    /** How often a limit from the target's own group upwards was met since; v2 only. */
    long limitMetSince(OomCounters before, WatchedGroups groups) {
        return groups.upwards().stream()
                .map(WatchedGroups::kernelPath)
                .filter(path -> hasLimitBelowCount(path))
                .mapToLong(path -> grown(before, path, Counter.LIMIT_MET))
                .sum();
    }

    private boolean hasLimitBelowCount(String path) {
        return byGroup.containsKey(path) && byGroup.get(path).limitMetBelow().isPresent();
    }

    /**
     * The group whose limit was met since, by the counters alone: the lowest from the target's own
     * upwards. On v1 this is a guess among those that were at their limit.
     */
    Blame blameSince(OomCounters before, WatchedGroups groups) {
        for (MemoryCgroup group : groups.upwards()) {
            if (grown(before, WatchedGroups.kernelPath(group), Counter.LIMIT_MET) > 0) {
                return blame(group, groups);
            }
        }
        List<MemoryCgroup> underOom =
                groups.upwards().stream().filter(group -> isUnderOom(group)).toList();
        if (!underOom.isEmpty()) { // every group below the full one says it too
            return blame(underOom.get(underOom.size() - 1), groups);
        }
        String widest = WatchedGroups.kernelPath(groups.widest());
        if (grown(before, widest, Counter.LIMIT_MET_BELOW) > 0) {
            return new Blame(OomScope.OTHER_GROUP, "");
        }
        boolean areLimitsCounted =
                byGroup.values().stream().anyMatch(counts -> counts.limitMet().isPresent());
        return new Blame(areLimitsCounted ? OomScope.HOST : OomScope.UNKNOWN, "");
    }

    private boolean isUnderOom(MemoryCgroup group) {
        OomCounts now = byGroup.get(WatchedGroups.kernelPath(group));
        return now != null && now.isUnderOom();
    }

    private static Blame blame(MemoryCgroup full, WatchedGroups groups) {
        return new Blame(groups.scopeOf(WatchedGroups.kernelPath(full)), full.path());
    }

    /**
     * @param limit the group that was full, for people; empty when that is not known
     */
    record Blame(OomScope scope, String limit) {}

    private enum Counter {
        KILLS,
        GROUP_KILLS,
        LIMIT_MET,
        LIMIT_MET_BELOW;

        long of(OomCounts counts) {
            OptionalLong value =
                    switch (this) {
                        case KILLS -> counts.kills();
                        case GROUP_KILLS -> counts.groupKills();
                        case LIMIT_MET -> counts.limitMet();
                        case LIMIT_MET_BELOW -> counts.limitMetBelow();
                    };
            return value.orElse(0);
        }
    }

    /** A group that was not there before has counted from 0. */
    private long grown(OomCounters before, String path, Counter counter) {
        OomCounts now = byGroup.get(path);
        OomCounts then = before.byGroup.get(path);
        return now == null
                ? 0
                : Math.max(0, counter.of(now) - (then == null ? 0 : counter.of(then)));
    }
}
