package dev.ballast.launcher.cli;

import dev.ballast.launcher.trial.Expected;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that attach is to have; nothing reads them yet. */
final class PlannedOptions {
    @Option(names = "--probe", paramLabel = "PROBE", description = "(not read yet)")
    private List<String> probes = new ArrayList<>();

    @Option(names = "--before", paramLabel = "TIME", description = "(not read yet)")
    private Duration before;

    @Option(names = "--recovery", paramLabel = "TIME", description = "(not read yet)")
    private Duration recovery;

    @Option(names = "--stop-on-failure", description = "(not read yet)")
    private boolean stopOnFailure;

    @Option(names = "--expect", paramLabel = "END", description = "(not read yet)")
    private Expected expected;

    @Option(names = "--report", paramLabel = "FILE", description = "(not read yet)")
    private Path report;

    @Option(names = "--junit", paramLabel = "FILE", description = "(not read yet)")
    private Path junit;

    @Option(names = "--summary", paramLabel = "FILE", description = "(not read yet)")
    private Path summary;

    @Option(names = "--metrics", paramLabel = "FILE", description = "(not read yet)")
    private Path metrics;

    @Option(names = "--metrics-port", paramLabel = "PORT", description = "(not read yet)")
    private Integer metricsPort;

    @Option(names = "--quiet", description = "(not read yet)")
    private boolean isQuiet;
}
