package dev.ballast.launcher.squeeze;

import dev.ballast.launcher.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The journal's entry that the restorer works from: where, what was there before, and what may be
 * there because of the run. Its lines are shown in {@code limit.sh}.
 */
final class LimitJournal {
    private static final String ENTRY = "limit";
    private static final String FILE = "file ";

    private final Journal journal;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param file whose value is {@code max}
     */
    LimitJournal(Journal journal, Path file) {
        this.journal = journal;
        text.append(FILE).append(file).append("\nbefore max\n");
    }

    /** Writes it whole. */
    void write() throws IOException {
        journal.write(ENTRY, text.toString());
    }

    /** Before that value is written to the file: until it is there, the one before it is. */
    void add(long bytes) throws IOException {
        String line = "set " + bytes + "\n";
        text.append(line);
        journal.append(ENTRY, line);
    }

    void remove() throws IOException {
        journal.remove(ENTRY);
    }

    /** The file that this journal names; none when there is nothing to restore. */
    static Optional<Path> file(Journal journal) throws IOException {
        Optional<String> text = journal.read(ENTRY);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                text.get()
                        .lines()
                        .filter(line -> line.startsWith(FILE))
                        .findFirst()
                        .map(line -> Path.of(line.substring(FILE.length())))
                        .orElseThrow(
                                () -> new IOException("`" + journal.file(ENTRY) + "` is damaged")));
    }
}
