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
     * Undoes all of it.
     *
     * @return a sentence for each thing that was undone
     * @throws IOException when something could not be undone; its journal is kept
     */
    public List<String> undo() throws IOException {
        List<String> undone = new ArrayList<>();
        for (Journal journal : Journal.abandoned(host.journals(), host.proc())) {
            try (journal) {
                undo(journal, undone);
            }
        }
        return undone;
    }

    private void undo(Journal journal, List<String> undone) throws IOException {
        String ofRun = " of run " + journal.launcher();
        if (Recovery.isNeeded(journal)) {
            if (!Recovery.restore(journal, Experiment.LEASE)) {
                throw new IOException(
                        "not every score"
                                + ofRun
                                + " could be restored; `"
                                + journal.folder()
                                + "` is kept");
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
