package dev.ballast.launcher.cli;

import dev.ballast.launcher.exporter.MetricsExport;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.report.HtmlReport;
import dev.ballast.launcher.report.JUnitXml;
import dev.ballast.launcher.report.MarkdownSummary;
import dev.ballast.launcher.report.TrialJson;
import dev.ballast.launcher.target.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Where the result goes besides the terminal. */
final class ReportOptions {
    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a report as one HTML file, to be looked at in a browser.")
    private Path html;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Write the verdict and each probe as JUnit XML, for a pipeline.")
    private Path junit;

    @Option(
            names = "--summary",
            paramLabel = "FILE",
            description = "Write a summary as Markdown, for a job's page.")
    private Path summary;

    @Option(
            names = "--json",
            paramLabel = "FILE|-",
            description =
                    "Write all of it as JSON to a file, or to stdout (docs/result.schema.json).")
    private String json;

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description =
                    "Write the run's numbers for Prometheus (node_exporter's textfile collector),"
                            + " every 15 s and at the end.")
    private Path metrics;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Serve them on 127.0.0.1 while the run lasts; 0 takes any free port.")
    private Integer metricsPort;

    @Option(names = "--quiet", description = "Say nothing but errors and the result.")
    private boolean isQuiet;

    boolean isQuiet() {
        return isQuiet;
    }

    boolean isJsonOnStdout() {
        return "-".equals(json);
    }

    /** A file, "-" for stdout, or null. */
    String json() {
        return json;
    }

    /**
     * @throws Refusal when one of the files could not be written
     */
    ResultFiles open() throws Refusal {
        ResultFiles files = new ResultFiles();
        files.add("--report", html, trial -> HtmlReport.of(TrialJson.fields(trial)));
        files.add("--junit", junit, JUnitXml::of);
        files.add("--summary", summary, MarkdownSummary::of);
        return files;
    }

    /**
     * Null, which a try takes for nothing to close, when neither a file nor a port was asked for.
     *
     * @throws Refusal when the file cannot be written, or the port not be had
     */
    MetricsExport exportOf(Plan plan) throws IOException {
        return metrics == null && metricsPort == null
                ? null
                : new MetricsExport(
                        plan,
                        Optional.ofNullable(metrics),
                        metricsPort == null ? OptionalInt.empty() : OptionalInt.of(metricsPort));
    }
}
