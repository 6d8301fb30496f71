package dev.ballast.launcher.experiment;

import dev.ballast.launcher.attach.LeftFolder;
import dev.ballast.launcher.guard.Recovery;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.plan.Host;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runs of this user have left behind because their launcher died, undone from their journals.
 */
public final class Leftovers {
    private final Host host;

    public Leftovers(Host host) {
        this.host = host;
    }

    /**
     * What came of it.
     *
     * @param lines a sentence for each thing that was undone, or could not be
     * @param isComplete whether nothing is left
     */
    public record Undone(List<String> lines, boolean isComplete) {}

    /** Undoes all of it. What cannot be undone keeps its journal and stops nothing else. */
    public Undone undo() throws IOException {
        List<String> lines = new ArrayList<>();
        boolean isComplete = true;
        for (Journal journal : Journal.abandoned(host.journals(), host.proc())) {
            try (journal) {
                undo(journal, lines);
            } catch (IOException failure) {
                isComplete = false;
                lines.add(
                        "not all of run "
                                + journal.launcher()
                                + " could be undone: "
                                + failure.getMessage()
                                + "; mend it by hand and remove `"
                                + journal.folder()
                                + "`");
            }
        }
        return new Undone(lines, isComplete);
    }

    private void undo(Journal journal, List<String> undone) throws IOException {
        String ofRun = " of run " + journal.launcher();
        if (Recovery.isNeeded(journal)) {
            if (!Recovery.restore(journal, Experiment.LEASE)) {
                throw new IOException("not every score could be restored");
            }
            undone.add("restored the scores" + ofRun);
        }
        Optional<LeftFolder> folder = LeftFolder.in(journal);
        if (folder.isPresent()) {
            folder.get().remove(host.proc(), journal);
            undone.add("removed the files" + ofRun + " in JVM " + folder.get().process());
        }
    }
}
