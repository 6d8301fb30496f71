package dev.ballast.launcher.proc;

/**
 * What {@code /proc/<pid>/stat} tells.
 *
 * @param name of its main thread: text from inside the process, never trust it
 */
public record ProcessStat(ProcessId id, int parentPid, char state, int threads, String name) {
    /**
     * Line from a 6.18 kernel: {@code 4711 (java) S 1 4711 4711 0 -1 4194560 7421 0 0 0 95 12 0 0
     * 20 0 23 0 1234567 ...}. The name may contain spaces and parentheses, so it ends at the last
     * one; the kernel writes a newline in it as {@code \n}.
     */
    static ProcessStat parse(String line) {
        int nameStart = line.indexOf('(');
        int nameEnd = line.lastIndexOf(')');
        if (nameStart < 1 || nameEnd < nameStart) {
            throw new IllegalArgumentException("not a line of /proc/<pid>/stat: " + line);
        }
        // Up to the start time and no further: of 52 fields, for each process of a tree.
        String[] fields = line.substring(nameEnd + 1).strip().split(" ", 21);
        if (fields.length < 20) {
            throw new IllegalArgumentException("a short line of /proc/<pid>/stat: " + line);
        }
        int pid = Integer.parseInt(line.substring(0, nameStart).strip());
        return new ProcessStat(
                new ProcessId(pid, Long.parseLong(fields[19])),
                Integer.parseInt(fields[1]),
                fields[0].charAt(0),
                Integer.parseInt(fields[17]),
                line.substring(nameStart + 1, nameEnd));
    }

    /** Whether somebody has stopped it: SIGSTOP, Ctrl-Z, a debugger. */
    public boolean isStopped() {
        return state == 'T' || state == 't';
    }

    /** Whether it has ended and only its parent has not looked yet. */
    public boolean isZombie() {
        return state == 'Z' || state == 'X';
    }
}
