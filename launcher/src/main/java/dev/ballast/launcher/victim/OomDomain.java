package dev.ballast.launcher.victim;

import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.quantity.ByteSize;

/**
 * Memory that can run out, and how the kernel weighs processes when it does: {@code oom_badness()}
 * of mm/oom_kill.c as it is since Linux 5.9, where {@code totalpages} is the domain's.
 *
 * @param name for people
 * @param limit the cgroup's limit, or the host's memory
 * @param swap what the kernel adds to it
 */
public record OomDomain(String name, ByteSize limit, ByteSize swap, long pageBytes) {
    public OomDomain {
        if (pageBytes <= 0 || limit.bytes() < pageBytes) {
            throw new IllegalArgumentException(
                    "no memory to run out: " + limit + " in pages of " + pageBytes + " bytes");
        }
    }

    public ByteSize total() {
        return limit.plus(swap);
    }

    private long totalPages() {
        return total().bytes() / pageBytes;
    }

    /** What an adj counts for, below zero for one below zero. */
    long adjBytes(OomScoreAdj adj) {
        // In the kernel's order: the thousandth is rounded down to pages before it is multiplied.
        return adj.value() * (totalPages() / 1000) * pageBytes;
    }

    /** The process with the most is taken; it may be below zero. */
    long badnessBytes(Candidate process) {
        return process.memory().bytes() + adjBytes(process.adj());
    }

    /**
     * What {@code /proc/<pid>/oom_score} shows for a process that can be taken, if this is the host
     * ({@code proc_oom_score()} of fs/proc/base.c since Linux 5.9): 666 for a small one at adj 0.
     */
    int oomScore(Candidate process) {
        long pages = badnessBytes(process) / pageBytes;
        return (int) ((1000 + pages * 1000 / totalPages()) * 2 / 3);
    }
}
