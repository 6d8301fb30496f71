package dev.ballast.launcher.cli;

import dev.ballast.launcher.guard.ScoreWriter;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How scores are set. */
final class ScoreOptions {
    @Option(
            names = "--scores-by",
            paramLabel = "choom|direct",
            description = "How OOM scores are set (default: choom where it is installed).")
    private ScoreWriter.By by;

    Optional<ScoreWriter.By> by() {
        return Optional.ofNullable(by);
    }
}
