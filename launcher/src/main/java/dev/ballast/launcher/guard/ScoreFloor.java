package dev.ballast.launcher.guard;

import dev.ballast.launcher.proc.Capability;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;

/**
 * The lowest score that the kernel lets this launcher set.
 *
 * <p>With CAP_SYS_RESOURCE in the host's user namespace that is -1000. Without it a process's score
 * cannot be set below its {@code oom_score_adj_min}, which is shown nowhere, but is inherited: so
 * it is found by trying on a child of our own, which starts with the launcher's.
 */
public final class ScoreFloor {
    /** The user namespace that the machine booted with: PROC_USER_INIT_INO in the kernel. */
    private static final String HOST_USER_NAMESPACE = "user:[4026531837]";

    private ScoreFloor() {}

    /**
     * Whether the kernel sets no bound: the capability counts in the host's user namespace only.
     */
    public static boolean isUnbounded(Proc proc) throws IOException {
        int own = (int) ProcessHandle.current().pid();
        return proc.status(own).has(Capability.CAP_SYS_RESOURCE)
                && proc.namespace(own, "user").equals(HOST_USER_NAMESPACE);
    }

    /** The lowest score that this launcher's own children can be given. */
    public static OomScoreAdj find(Proc proc) throws IOException {
        Process child = new ProcessBuilder("cat").start();
        try {
            ProcessId own = proc.id((int) child.pid());
            int refused = -1001;
            int allowed = proc.oomScoreAdj(own.pid());
            while (allowed - refused > 1) {
                int middle = Math.floorDiv(refused + allowed, 2);
                if (accepts(proc, own, middle)) {
                    allowed = middle;
                } else {
                    refused = middle;
                }
            }
            return new OomScoreAdj(allowed);
        } finally {
            child.destroy();
        }
    }

    private static boolean accepts(Proc proc, ProcessId own, int score) {
        try {
            return proc.writeOomScoreAdj(own, score) == score;
        } catch (IOException denied) {
            return false;
        }
    }
}
