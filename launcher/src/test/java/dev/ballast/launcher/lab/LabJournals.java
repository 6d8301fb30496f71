package dev.ballast.launcher.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The journals of launchers that were started alone.
 *
 * @param folder that was given to {@link Lab#alone}
 */
public record LabJournals(Path folder) {
    public List<Path> all() throws IOException {
        try (Stream<Path> journals = Files.list(folder.resolve("ballast"))) {
            return journals.toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    /** The names of all entries, those of unfinished writes included. */
    public List<String> entries() throws IOException {
        List<String> entries = new ArrayList<>();
        for (Path journal : all()) {
            try (Stream<Path> files = Files.list(journal)) {
                files.forEach(file -> entries.add(file.getFileName().toString()));
            } catch (NoSuchFileException removed) {
                continue;
            }
        }
        return entries.stream().sorted().toList();
    }

    /** Whether this run's journal says that it is in this phase. */
    public boolean isIn(String phase, LauncherRun run) throws IOException {
        for (Path journal : all()) {
            if (journal.getFileName().toString().startsWith("run-" + run.pid() + "-")) {
                try {
                    return Files.readString(journal.resolve("state")).contains("phase " + phase);
                } catch (NoSuchFileException none) {
                    return false;
                }
            }
        }
        return false;
    }
}
