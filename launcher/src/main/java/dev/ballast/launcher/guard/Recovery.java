package dev.ballast.launcher.guard;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.restore.Restorer;
import java.io.IOException;
import java.time.Duration;

/** Restores the scores that a dead launcher has left in its journal. */
public final class Recovery {
    private Recovery() {}

    /** Whether this journal lists scores to restore. */
    public static boolean isNeeded(Journal journal) throws IOException {
        return ScoreJournal.isIn(journal);
    }

    /**
     * Also right while the dead launcher's own restorer is at work: both write the same scores.
     *
     * @return whether every score is restored
     */
    public static boolean restore(Journal journal, Duration lease) throws IOException {
        try (Restorer restorer = Restorer.start(Guard.SCRIPT, journal, lease)) {
            return restorer.restore();
        }
    }
}
