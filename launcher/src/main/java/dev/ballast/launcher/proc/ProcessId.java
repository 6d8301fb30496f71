package dev.ballast.launcher.proc;

/**
 * One process and no later one with the same number.
 *
 * @param pid as the launcher's PID namespace counts
 * @param startTicks field 22 of {@code /proc/<pid>/stat}: clock ticks after boot at which it
 *     started
 */
public record ProcessId(int pid, long startTicks) {
    public ProcessId {
        if (pid <= 0 || startTicks < 0) {
            throw new IllegalArgumentException(
                    "not a process: " + pid + " started at " + startTicks);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(pid);
    }
}
