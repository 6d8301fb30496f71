package dev.ballast.launcher.experiment;

import dev.ballast.launcher.attach.LeftFolder;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.guard.Recovery;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.squeeze.LeftLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runs of this user have left behind because their launcher died, undone from their journals.
 */
public final class Leftovers {
    private static final String SCORES = "the scores";

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
            Undone undone = undo(journal);
            lines.addAll(undone.lines());
            isComplete &= undone.isComplete();
        }
        return new Undone(lines, isComplete);
    }

    /** Undoes what is left of one run whose launcher is dead. */
    public Undone undo(Journal journal) {
        List<String> lines = new ArrayList<>();
        try {
            undo(journal, lines);
            return new Undone(lines, true);
        } catch (IOException failure) {
            lines.add(
                    "not all of run "
                            + journal.launcher()
                            + " could be undone: "
                            + UntrustedText.withoutControls(failure.getMessage())
                            + "; mend it by hand and remove `"
                            + journal.folder()
                            + "`");
            return new Undone(lines, false);
        }
    }

    /** A sentence for each thing that {@link #undo()} would undo. Touches nothing. */
    public List<String> list() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Journal journal : Journal.abandoned(host.journals(), host.proc())) {
            String ofRun = " of run " + journal.launcher();
            for (String left : of(journal)) {
                lines.add("would " + (isRestored(left) ? "restore " : "remove ") + left + ofRun);
            }
        }
        return lines;
    }

    private static boolean isRestored(String left) {
        return left.equals(SCORES) || left.startsWith(MemoryCgroup.THROTTLE);
    }

    /** What one dead launcher's run has left, in words; when nothing else, then its journal. */
    public List<String> of(Journal journal) throws IOException {
        List<String> left = new ArrayList<>();
        LeftLimit.in(journal).ifPresent(limit -> left.add(limit.name()));
        if (Recovery.isNeeded(journal)) {
            left.add(SCORES);
        }
        LeftFolder.in(journal)
                .ifPresent(folder -> left.add("the files in JVM " + folder.process()));
        if (left.isEmpty()) {
            left.add("the journal");
        }
        return left;
    }

    private void undo(Journal journal, List<String> undone) throws IOException {
        String ofRun = " of run " + journal.launcher();
        all(
                () -> undoLimit(journal, ofRun, undone),
                () -> undoScores(journal, ofRun, undone),
                () -> undoFiles(journal, ofRun, undone));
        journal.forget();
        journal.close();
        if (journal.exists()) {
            throw new IOException("its journal holds an entry that this version does not know");
        }
        if (undone.isEmpty()) {
            undone.add("removed the journal" + ofRun + "; nothing else was left of it");
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** One that fails keeps no other from being done. */
    private static void all(Step... steps) throws IOException {
        IOException first = null;
        for (Step step : steps) {
            try {
                step.run();
            } catch (IOException failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static void undoLimit(Journal journal, String ofRun, List<String> undone)
            throws IOException {
        Optional<LeftLimit> limit = LeftLimit.in(journal);
        if (limit.isPresent()) {
            undone.add(limit.get().restore(journal, Experiment.LEASE) + ofRun);
        }
    }

    private static void undoScores(Journal journal, String ofRun, List<String> undone)
            throws IOException {
        if (Recovery.isNeeded(journal)) {
            if (!Recovery.restore(journal, Experiment.LEASE)) {
                throw new IOException("not every score could be restored");
            }
            undone.add("restored the scores" + ofRun);
        }
    }

    private void undoFiles(Journal journal, String ofRun, List<String> undone) throws IOException {
        Optional<LeftFolder> folder = LeftFolder.in(journal);
        if (folder.isPresent()) {
            folder.get().remove(host.proc(), journal);
            undone.add("removed the files" + ofRun + " in JVM " + folder.get().process());
        }
    }
}
