package dev.ballast.launcher.cli;

import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.guard.Scope;
import dev.ballast.launcher.linux.PageSize;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.report.VictimsJson;
import dev.ballast.launcher.report.VictimsText;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.victim.Snapshot;
import dev.ballast.launcher.victim.Victims;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code victims}: who the OOM killer would take next. */
@Command(
        name = "victims",
        description = {
            "Show who the OOM killer would take next.",
            "In the container and on the host, by the kernel's own rule. Touches nothing."
        },
        customSynopsis = "ballast victims [OPTIONS] TARGET",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  victims 4711",
            "  victims --container 4bd0a1 --with-score -1000",
            "  victims --host --top 20 --json -"
        })
final class VictimsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1", heading = TargetOptions.HEADING)
    private Whom whom;

    @Option(
            names = "--with-score",
            paramLabel = "SCORE",
            description = "Show in addition how it is after --avoid-being-killed=SCORE.")
    private OomScoreAdj withScore;

    @Option(
            names = "--top",
            defaultValue = "10",
            paramLabel = "N",
            description = "At most so many rows in a table (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(
            names = "--json",
            paramLabel = "FILE|-",
            description = "Write the tables as JSON to a file, or to stdout.")
    private String json;

    /** Exactly one of them. */
    static final class Whom extends TargetOptions {
        @Option(names = "--host", required = true, description = "No target: the host alone.")
        private boolean isHost;
    }

    @Override
    public Integer call() throws IOException {
        checkUsage();
        Host host = Host.here();
        Output output = new Output(spec.commandLine(), json);
        Victims victims = look(host);
        output.report(VictimsText.lines(victims, top), () -> VictimsJson.of(victims, top));
        return 0;
    }

    private void checkUsage() {
        if (top < 1) {
            throw new ParameterException(spec.commandLine(), "--top is 1 or more, not " + top);
        }
        if (whom.isHost && withScore != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--with-score needs a <pid> or a container: whom would it protect?");
        }
    }

    private Victims look(Host host) throws IOException {
        Snapshot.Reader reader =
                new Snapshot.Reader(
                        host.proc(),
                        host.cgroups(),
                        host.launcher(),
                        !host.containers().isLauncherInside(),
                        PageSize.bytes());
        if (whom.isHost) {
            return Victims.ofHost(reader.read());
        }
        ProcessId process = whom.process(host, spec);
        try {
            Scope scope = Scope.of(process, host.containers().of(process));
            return Victims.of(
                    reader.read(process, scope), process, scope, Optional.ofNullable(withScore));
        } catch (ProcessGone gone) {
            throw new Refusal("process " + process + " has ended meanwhile", gone);
        }
    }
}
