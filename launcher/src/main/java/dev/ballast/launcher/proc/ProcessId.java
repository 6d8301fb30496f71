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

    /**
     * Written out, as {@link #hashCode}: for a record's own the JVM spins some thirty classes when
     * it first needs them, of the launcher's half second.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof ProcessId that && pid == that.pid && startTicks == that.startTicks;
    }

    @Override
    public int hashCode() {
        return 31 * pid + Long.hashCode(startTicks);
    }

    @Override
    public String toString() {
        return Integer.toString(pid);
    }
}
