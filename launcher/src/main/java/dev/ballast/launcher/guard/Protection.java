package dev.ballast.launcher.guard;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.util.Optional;

/**
 * What a run's journal and the kernel tell of its protection, for those who look from outside.
 *
 * @param score that the run sets
 * @param processes how many of those that it lists have that score now
 */
public record Protection(OomScoreAdj score, int processes) {
    /** The protection of this journal's run; none when it has none, or has restored it. */
    public static Optional<Protection> in(Journal journal, Proc proc) throws IOException {
        Optional<ScoreJournal.Content> content = ScoreJournal.read(journal);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        OomScoreAdj score = content.get().score();
        int processes = 0;
        for (ProcessId process : content.get().processes()) {
            processes += has(score, process, proc) ? 1 : 0;
        }
        return Optional.of(new Protection(score, processes));
    }

    private static boolean has(OomScoreAdj score, ProcessId process, Proc proc) throws IOException {
        try {
            return proc.isAlive(process) && proc.oomScoreAdj(process.pid()) == score.value();
        } catch (ProcessGone exited) {
            return false;
        }
    }
}
