package dev.ballast.launcher.watch;

import dev.ballast.launcher.proc.ProcessStat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * The launcher's own processes, as far as they may be in a watched group: never anybody's
 * bystanders. Those that were told, and everybody whose parent is the launcher.
 */
final class Helpers {
    /** 128 + SIGKILL: how Java tells it. */
    private static final int EXIT_OF_SIGKILL = 137;

    /** Of those that have ended: their numbers are given to others some day. */
    private static final int MOST_REMEMBERED = 16;

    /** For Java to notice the end of a process that the kernel has ended. */
    private static final int NOTICED_WITHIN_MILLIS = 100;

    private final int launcher;
    private final List<Process> told = new CopyOnWriteArrayList<>();

    Helpers(int launcher) {
        this.launcher = launcher;
    }

    /** Callable from any thread. */
    void add(Process helper) {
        told.add(helper);
        if (told.size() > MOST_REMEMBERED && !told.get(0).isAlive()) {
            told.remove(0);
        }
    }

    boolean contains(int pid) {
        return told.stream().anyMatch(helper -> helper.pid() == pid);
    }

    boolean contains(ProcessStat process) {
        return process.parentPid() == launcher || contains(process.id().pid());
    }

    /** The numbers of those that a SIGKILL has ended. */
    List<Integer> killed() {
        return told.stream().filter(Helpers::isKilled).map(helper -> (int) helper.pid()).toList();
    }

    private static boolean isKilled(Process helper) {
        return !helper.isAlive() && helper.exitValue() == EXIT_OF_SIGKILL;
    }

    /** Whether one has ended and Java does not yet know how. */
    boolean isAnyEnding(IntPredicate isLiving) {
        return told.stream().anyMatch(helper -> isEnding(helper, isLiving));
    }

    private static boolean isEnding(Process helper, IntPredicate isLiving) {
        return helper.isAlive() && !isLiving.test((int) helper.pid());
    }

    /** Waits a moment for those that are ending, so that their exit status can be asked for. */
    void settle(IntPredicate isLiving) {
        for (Process helper : told) {
            try {
                if (isEnding(helper, isLiving)) {
                    boolean ignored = helper.waitFor(NOTICED_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
