package dev.ballast.launcher.victim;

import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.proc.ProcessGone;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes that the OOM killer looks at when a memory cgroup is full: all in it and below it.
 *
 * @param isKillerOff whether its processes wait instead of being killed
 * @param dyingAs each one's PID, and the cgroup that dies as a whole with it ({@code
 *     memory.oom.group})
 */
record GroupMembers(OomDomain domain, boolean isKillerOff, Map<Integer, Optional<String>> dyingAs) {
    static GroupMembers read(
            MemoryCgroups cgroups, MemoryCgroup group, MemoryBound bound, long pageBytes)
            throws IOException {
        OomDomain domain =
                new OomDomain(bound.name(), bound.limit(), cgroups.swapOf(group), pageBytes);
        boolean mayDieWhole = group.oomGroup().isPresent();
        Map<Integer, Optional<String>> dyingAs = new LinkedHashMap<>();
        for (int pid : group.pids()) {
            try {
                dyingAs.put(
                        pid, mayDieWhole ? dyingWhole(cgroups.of(pid), group) : Optional.empty());
            } catch (ProcessGone exited) {
                continue;
            }
        }
        return new GroupMembers(domain, group.isOomKillerOff(), dyingAs);
    }

    /**
     * The highest one with the setting, from the process's own up to the full one ({@code
     * mem_cgroup_get_oom_group} in mm/memcontrol.c).
     */
    private static Optional<String> dyingWhole(MemoryCgroup own, MemoryCgroup full)
            throws IOException {
        Optional<String> highest = Optional.empty();
        for (Optional<MemoryCgroup> at = Optional.of(own);
                at.isPresent() && full.contains(at.get());
                at = at.get().parent()) {
            if (at.get().oomGroup().orElse(false)) {
                highest = Optional.of(at.get().path());
            }
        }
        return highest;
    }

    List<Candidate> among(List<Candidate> processes) {
        return processes.stream()
                .filter(process -> dyingAs.containsKey(process.id().pid()))
                .toList();
    }
}
