package dev.ballast.launcher.entrant;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A process that enters a cgroup before it does anything, at an OOM score of 1000: if it should
 * ever meet the OOM killer there, nobody else is taken. It is one process, whose parent is the
 * launcher: by that it is known for ours.
 */
public final class Entrant {
    /** It ends with this when it could not enter; stderr says why. */
    public static final int NOT_ENTERED = 9;

    private static final String ENTER =
            "echo 1000 > /proc/self/oom_score_adj && echo 0 > \"$1\" || exit "
                    + NOT_ENTERED
                    + "; shift; exec \"$@\"";

    private static final int JOIN_ATTEMPTS = 100;
    private static final long JOIN_MILLIS = 50;

    private Entrant() {}

    /**
     * To be started.
     *
     * @param name shown for it until it has entered
     */
    public static ProcessBuilder of(MemoryCgroup cgroup, String name, String... command) {
        List<String> words =
                new ArrayList<>(
                        List.of("sh", "-c", ENTER, name, cgroup.processesFile().toString()));
        words.addAll(List.of(command));
        return new ProcessBuilder(words);
    }

    /**
     * Ends what a thread waits for, until that thread has ended or 5 s are over.
     *
     * @param running its process at the moment, or null
     */
    public static void join(Thread thread, Supplier<Process> running) throws InterruptedException {
        for (int i = 0; i < JOIN_ATTEMPTS && thread.isAlive(); i++) {
            LockSupport.unpark(thread);
            Process now = running.get();
            if (now != null) {
                end(now, i);
            }
            thread.join(JOIN_MILLIS);
        }
    }

    /**
     * A write that stands still ends with it; in a frozen cgroup only SIGKILL reaches it. By
     * SIGTERM first: a SIGKILL would pass for the OOM killer's where no log tells them apart.
     * Through its handle: {@link Process#destroy} closes the pipe, too, and waits for that write.
     */
    private static void end(Process running, int attempt) {
        if (attempt < JOIN_ATTEMPTS / 10) {
            running.toHandle().destroy();
        } else {
            running.toHandle().destroyForcibly();
        }
    }
}
