package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.Experiment;
import dev.ballast.launcher.experiment.Leftovers;
import dev.ballast.launcher.experiment.StopRequest;
import dev.ballast.launcher.guard.Guard;
import dev.ballast.launcher.guard.GuardPlan;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.guard.Scope;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.report.PlanText;
import dev.ballast.launcher.report.ResultText;
import dev.ballast.launcher.runs.NotedRun;
import dev.ballast.launcher.runs.RunNote;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code guard}: the protection alone, beside a launcher that runs inside the container. */
@Command(
        name = "guard",
        description = {
            "Keep the OOM killer away from a container or a process tree.",
            "Until it is stopped, or the time is over; then every score is restored."
        },
        customSynopsis = "ballast guard [OPTIONS] TARGET",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended, and every score is restored",
            "1:refused, or a score could not be restored; which one was said"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  guard 4711 --for 10m",
            "  guard --container 4bd0a1 --pid 7 --score -1000",
            "  guard --pod prod/shop-5d78c9869d-8kz6q --container-name app"
        })
final class GuardCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final StopRequest stop;

    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1", heading = TargetOptions.HEADING)
    private TargetOptions target;

    @Option(
            names = "--score",
            defaultValue = "-1000",
            paramLabel = "SCORE",
            description = "OOM score to set, -1000 to 1000 (default: ${DEFAULT-VALUE}).")
    private OomScoreAdj score;

    @Option(names = "--for", paramLabel = "TIME", description = "End by itself after this time.")
    private Duration duration;

    @Mixin private ScoreOptions scores;

    GuardCommand(StopRequest stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        Host host = Host.here();
        PrintWriter err = spec.commandLine().getErr();
        ProcessId process = target.process(host, spec);
        Scope scope = Scope.of(process, host.containers().of(process));
        GuardPlan plan = GuardPlan.judge(host.proc(), scope, score, scores.by());
        err.println("guard for process " + process);
        err.println("  protects   " + PlanText.guard(plan));
        err.flush();
        new Leftovers(host).undo().lines().forEach(err::println);
        return protect(host, process, plan, err);
    }

    private int protect(Host host, ProcessId process, GuardPlan plan, PrintWriter err)
            throws IOException {
        Guard guard;
        try (Journal journal = Journal.of(host.journals(), host.launcher());
                NotedRun run = NotedRun.begin(journal, RunNote.of(process, plan));
                Guard on = Guard.on(host.proc(), plan, journal, Experiment.LEASE)) {
            guard = on;
            err.println(
                    "OOM score "
                            + score
                            + " set on "
                            + ResultText.counted(guard.changedCount())
                            + "; Ctrl-C ends it");
            err.flush();
            watch(guard, run);
            run.releasing();
        }
        spec.commandLine().getOut().println("result: " + ResultText.scores(guard.result()));
        return guard.result().isRestored() ? 0 : 1;
    }

    private void watch(Guard guard, NotedRun run) throws IOException {
        long begin = System.nanoTime();
        Optional<Duration> left = Optional.ofNullable(duration);
        while (!stop.isMade()
                && !guard.isDeserted()
                && left.map(time -> time.compareTo(Duration.ZERO) > 0).orElse(true)) {
            guard.check();
            run.protecting(left);
            stop.await(LOOK);
            Duration past = Duration.ofNanos(System.nanoTime() - begin);
            left = Optional.ofNullable(duration).map(whole -> whole.minus(past));
        }
    }
}
