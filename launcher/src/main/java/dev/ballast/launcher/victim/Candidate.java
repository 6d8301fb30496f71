package dev.ballast.launcher.victim;

import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStatus;
import dev.ballast.launcher.quantity.ByteSize;

/**
 * A process with memory of its own, as the OOM killer weighs it.
 *
 * @param name as the process gave it: never trust it
 * @param oomScore of {@code /proc/<pid>/oom_score}
 * @param resident RSS
 * @param memory all that counts: RSS, swap and page tables
 */
public record Candidate(
        ProcessId id,
        String name,
        Role role,
        OomScoreAdj adj,
        int oomScore,
        ByteSize resident,
        ByteSize memory) {
    private static final OomScoreAdj NEVER = new OomScoreAdj(-1000);

    /**
     * At an adj above this a process that can be taken has a score above 0, whatever its size: two
     * thirds of 10.
     */
    private static final OomScoreAdj ALWAYS_SCORED = new OomScoreAdj(-990);

    /** What a process is to the OOM killer beside its size. */
    public enum Role {
        ORDINARY,

        /** PID 1 of a PID namespace: the kernel ends the others in it when it dies. */
        FIRST_OF_NAMESPACE,

        /** PID 1 of the host, which is never taken. */
        HOST_INIT,

        /** In the middle of vfork, or killed and its memory taken already (MMF_OOM_SKIP). */
        PASSED_OVER
    }

    /**
     * @param seesHost whether PID 1 is the host's
     */
    static Candidate of(
            ProcessId id,
            String name,
            ProcessStatus status,
            OomScoreAdj adj,
            int oomScore,
            boolean seesHost) {
        return new Candidate(
                id,
                name,
                role(id, status, adj, oomScore, seesHost),
                adj,
                oomScore,
                status.residentBytes(),
                memory(status));
    }

    static ByteSize memory(ProcessStatus status) {
        return status.residentBytes().plus(status.swappedBytes()).plus(status.pageTableBytes());
    }

    private static Role role(
            ProcessId id, ProcessStatus status, OomScoreAdj adj, int oomScore, boolean seesHost) {
        if (id.pid() == 1 && seesHost) {
            return Role.HOST_INIT;
        }
        if (oomScore == 0 && adj.compareTo(ALWAYS_SCORED) > 0) {
            return Role.PASSED_OVER;
        }
        return status.innermostPid() == 1 ? Role.FIRST_OF_NAMESPACE : Role.ORDINARY;
    }

    /** Whether the OOM killer may take it at all. */
    public boolean isEligible() {
        return !adj.equals(NEVER) && role != Role.HOST_INIT && role != Role.PASSED_OVER;
    }

    /** Whether it dies when {@code memory.oom.group} makes its cgroup die. */
    boolean diesWithGroup() {
        return !adj.equals(NEVER) && role != Role.HOST_INIT;
    }

    /** The same at another adj, with the score that the kernel would show on that host. */
    Candidate at(OomScoreAdj other, OomDomain host) {
        Candidate moved = new Candidate(id, name, role, other, 0, resident, memory);
        return moved.isEligible()
                ? new Candidate(id, name, role, other, host.oomScore(moved), resident, memory)
                : moved;
    }
}
