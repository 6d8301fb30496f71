package dev.ballast.launcher.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a launcher that strace kills with SIGKILL as it enters a certain system call, which then
 * has no effect. Its children are left alone, and it has the process number that was started.
 *
 * @param call by its name
 * @param nth time that one and the same thread enters it
 * @param about the path that it must be about, {@code $journal} standing for the run's own journal;
 *     empty when any will do
 */
public record KilledAt(String call, int nth, String about) {
    /** A shell keeps its number and start time when it becomes java: so the name is known. */
    private static final String JOURNAL =
            "journal=/run/ballast/run-$$-$(cut -d' ' -f22 /proc/$$/stat) && exec ";

    /** With its journals below {@code folder}, as {@link Lab#alone} has them. */
    public ProcessBuilder alone(Path folder) throws Exception {
        Lab.needsProgram("strace");
        String strace =
                "strace -D -f --detach-on=execve -qq -o /dev/null"
                        + (about.isEmpty() ? "" : " -P \"" + about + "\"")
                        + String.format(
                                " -e trace=%s -e inject=%s:signal=KILL:when=%d", call, call, nth);
        ProcessBuilder as = Lab.alone(folder);
        List<String> command = new ArrayList<>(as.command());
        command.addAll(List.of("sh", "-c", JOURNAL + strace + " \"$@\"", "sh"));
        return as.command(command);
    }
}
