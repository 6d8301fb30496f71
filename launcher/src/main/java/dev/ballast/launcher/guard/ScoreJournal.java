package dev.ballast.launcher.guard;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.target.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The journal's entry that the restorer works from: what was set, whom it may have reached, and
 * what each process had. Its lines are shown in {@code restorer.sh}.
 */
final class ScoreJournal {
    private static final String ENTRY = "scores";

    private final Journal journal;
    private int lines;

    ScoreJournal(Journal journal) {
        this.journal = journal;
    }

    /** Writes it whole. */
    void write(OomScoreAdj score, Scope scope, Roster roster) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("score ").append(score).append('\n');
        text.append("orphan ").append(roster.ofOrphans()).append('\n');
        text.append(scope.journalLine());
        for (Map.Entry<ProcessId, OomScoreAdj> process : roster.originals()) {
            text.append(line(process.getKey(), process.getValue()));
        }
        journal.write(ENTRY, text.toString());
        lines = roster.size();
    }

    void append(ProcessId process, OomScoreAdj original) throws IOException {
        journal.append(ENTRY, line(process, original));
        lines++;
    }

    /** How many processes it lists, those that have ended included. */
    int lines() {
        return lines;
    }

    void remove() throws IOException {
        journal.remove(ENTRY);
    }

    private static String line(ProcessId process, OomScoreAdj original) {
        return "process " + process.pid() + " " + process.startTicks() + " " + original + "\n";
    }

    /** Whether this journal lists scores to restore. */
    static boolean isIn(Journal journal) throws IOException {
        return journal.read(ENTRY).isPresent();
    }

    /**
     * Refuses when a run that is at work protects one of the processes: each of the two would take
     * the other's score for an original.
     */
    void checkNobodyElseProtects(Roster roster, Proc proc) throws IOException {
        for (Journal other : journal.others()) {
            if (!proc.isAlive(other.launcher())) {
                continue;
            }
            for (ProcessId process : read(other).map(Content::processes).orElse(List.of())) {
                if (roster.contains(process)) {
                    throw new Refusal(
                            "process "
                                    + process
                                    + " is already protected by the run of process "
                                    + other.launcher()
                                    + "; end that one first, or run this one without a protection of"
                                    + " its own. No score was changed");
                }
            }
        }
    }

    /**
     * The part of an entry that others than the restorer look at.
     *
     * @param processes also those that have ended since
     */
    record Content(OomScoreAdj score, List<ProcessId> processes) {}

    /** What the journal lists; none when it lists no scores. */
    static Optional<Content> read(Journal journal) throws IOException {
        Optional<String> text = journal.read(ENTRY);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse(text.get()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException unexpected) {
            throw new IOException("`" + journal.file(ENTRY) + "` is damaged", unexpected);
        }
    }

    static Content parse(String text) {
        List<ProcessId> processes = new ArrayList<>();
        OomScoreAdj score = null;
        // A line that is just being added may be there in part.
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
            String[] words = line.split(" ");
            if (words[0].equals("score")) {
                score = OomScoreAdj.parse(words[1]);
            } else if (words[0].equals("process")) {
                processes.add(new ProcessId(Integer.parseInt(words[1]), Long.parseLong(words[2])));
            }
        }
        if (score == null) {
            throw new IllegalArgumentException("no score");
        }
        return new Content(score, processes);
    }
}
