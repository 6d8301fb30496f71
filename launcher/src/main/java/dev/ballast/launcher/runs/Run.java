package dev.ballast.launcher.runs;

import dev.ballast.launcher.guard.Protection;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.proc.ProcessId;
import java.util.List;
import java.util.Optional;

/**
 * A run as its journal and the kernel show it.
 *
 * @param note what it is; none only when its launcher died before it had noted that
 * @param state how far it is, as it last said
 * @param protection who has its score now
 * @param left what {@code recover} would undo, in words, when the launcher is dead
 */
public record Run(
        Journal journal,
        Launcher launcher,
        Optional<RunNote> note,
        Optional<RunState> state,
        Optional<Protection> protection,
        List<String> left) {
    /** The process that made the run. */
    public enum Launcher {
        AT_WORK,
        /** By SIGSTOP or Ctrl-Z: agent and restorer undo the run after their lease. */
        STOPPED,
        DEAD
    }

    public ProcessId launcherProcess() {
        return journal.launcher();
    }

    boolean isAgainst(int pid) {
        return note.isPresent() && note.get().target().pid() == pid;
    }
}
