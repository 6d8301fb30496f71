package dev.ballast.launcher.cgroup;

import java.util.OptionalLong;

/**
 * What one cgroup counts of the OOM killer's work, since it was made; each is absent where the
 * kernel does not count it. Only the difference of two readings belongs to a run.
 *
 * @param kills processes taken by any OOM killer: v2 in this group and below, v1 in this group only
 * @param groupKills v2: how often the whole group was taken ({@code memory.oom.group})
 * @param limitMet how often this very group's limit was met with nothing left to reclaim: v2 {@code
 *     oom} of memory.events.local. v1 counts none of that; {@code memory.failcnt} stands in, which
 *     also counts when reclaim then helped
 * @param limitMetBelow v2: the same in this group and all below it
 * @param isUnderOom v1: whether the group is in an OOM at this moment
 */
public record OomCounts(
        OptionalLong kills,
        OptionalLong groupKills,
        OptionalLong limitMet,
        OptionalLong limitMetBelow,
        boolean isUnderOom) {}
