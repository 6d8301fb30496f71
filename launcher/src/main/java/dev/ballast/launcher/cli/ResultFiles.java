package dev.ballast.launcher.cli;

import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.trial.TrialResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that a trial's result goes into, each in its own format. */
final class ResultFiles {
    private final List<Entry> entries = new ArrayList<>();

    /** From a result to what a file of it contains. */
    interface Format {
        String of(TrialResult trial) throws IOException;
    }

    private record Entry(ResultFile file, Format format) {}

    /**
     * @param file null when it was not asked for
     * @throws Refusal when it could not be written
     */
    void add(String option, Path file, Format format) throws Refusal {
        if (file != null) {
            entries.add(new Entry(new ResultFile(option, file), format));
        }
    }

    /**
     * Writes them all, also when one of them fails.
     *
     * @return what went wrong, in words
     */
    List<String> write(TrialResult trial) {
        List<String> failures = new ArrayList<>();
        for (Entry entry : entries) {
            try {
                entry.file.write(entry.format.of(trial));
            } catch (IOException failure) {
                failures.add(failure.getMessage());
            }
        }
        return failures;
    }
}
