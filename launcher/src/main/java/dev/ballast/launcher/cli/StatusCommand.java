package dev.ballast.launcher.cli;

import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.report.StatusJson;
import dev.ballast.launcher.report.StatusText;
import dev.ballast.launcher.runs.Run;
import dev.ballast.launcher.runs.Runs;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: which runs are at work. */
@Command(
        name = "status",
        description = {
            "List the runs and guards at work, and those left behind.",
            "Those of this user, on this host."
        },
        customSynopsis = "ballast status [OPTIONS] [TARGET]",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:listed, also when there is nothing to list",
            "1:there is no run against the <pid> or container that was named"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  status", "  status 4711", "  status --container shop", "  status --json"})
final class StatusCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @ArgGroup(heading = TargetOptions.HEADING)
    private TargetOptions target;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean isJson;

    @Override
    public Integer call() throws IOException {
        Runs runs = new Runs(Host.here());
        List<Run> found = target == null ? runs.all() : target.runs(runs, spec);
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.print(StatusJson.of(found));
        } else {
            print(found, out);
        }
        out.flush();
        return target != null && found.isEmpty() ? 1 : 0;
    }

    private void print(List<Run> runs, PrintWriter out) {
        if (runs.isEmpty()) {
            out.println(
                    "no run of this user is at work here"
                            + (target == null ? "" : " against " + target.words(spec)));
        }
        runs.forEach(run -> StatusText.lines(run, Instant.now()).forEach(out::println));
    }
}
