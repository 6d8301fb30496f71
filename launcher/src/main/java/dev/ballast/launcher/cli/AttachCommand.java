package dev.ballast.launcher.cli;

import dev.ballast.launcher.attach.AttachCheck;
import dev.ballast.launcher.experiment.Leftovers;
import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.experiment.StopRequest;
import dev.ballast.launcher.exporter.MetricsExport;
import dev.ballast.launcher.guard.GuardPlan;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.guard.Scope;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.plan.HostBase;
import dev.ballast.launcher.plan.Intent;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.runs.NotedRun;
import dev.ballast.launcher.runs.RunNote;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.trial.Trial;
import dev.ballast.launcher.trial.TrialPlan;
import dev.ballast.launcher.trial.TrialResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code attach <pid>}: the main job. */
@Command(
        name = "attach",
        description =
                "Attach to a JVM, bring its memory to a level, hold it there, give everything back.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  attach 4711 --level 80%% --hold 30s --avoid-being-killed",
            "  attach 4711 --add 512MiB --rate 200MiB/s --hold 10m --json result.json",
            "  attach 4711 --level 95%% --stop-when 'psi-full>20%%:10s' --stop-when oom-kill",
            "  attach --container shop --reserve 100MiB --dry-run",
            "  attach --pod prod/shop-5d78c9869d-8kz6q --container-name app --level 80%%",
            "  attach 4711 --level 80%% --hold 1h --detach --log run.log"
        })
final class AttachCommand implements Callable<Integer> {
    private final StopRequest stop;

    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private TargetOptions target;

    @Mixin private WantedOptions wanted;

    @Option(
            names = "--hold",
            defaultValue = "30s",
            paramLabel = "TIME",
            description = "How long, once the level is reached (default: ${DEFAULT-VALUE}).")
    private Duration hold;

    @Option(
            names = "--rate",
            defaultValue = "1GiB/s",
            paramLabel = "SIZE/s",
            description =
                    "How fast it grows (default: ${DEFAULT-VALUE}); giving back is immediate.")
    private ByteRate rate;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "For the whole run (default: hold, twice the fill time, and 60 s).")
    private Duration timeout;

    @Option(
            names = "--avoid-being-killed",
            arity = "0..1",
            paramLabel = "SCORE",
            fallbackValue = "-1000",
            preprocessor = OnlyAttachedValue.class,
            description =
                    "Set the OOM score of the whole container, or of the JVM's tree (default: -1000).")
    private OomScoreAdj protect;

    @Mixin private ScoreOptions scores;

    @Option(
            names = "--fuse",
            paramLabel = "SIZE",
            description =
                    "Size of the relief fuse: the part of the level that can be given back at once"
                            + " (default, with --avoid-being-killed: what the JVM may take in one"
                            + " safepoint; 0: none).")
    private ByteSize fuse;

    @Option(
            names = "--max-stall",
            defaultValue = "10s",
            paramLabel = "TIME",
            description =
                    "Give the scores back when the target stands still for lack of memory for so"
                            + " long (default: ${DEFAULT-VALUE}).")
    private Duration maxStall;

    @Mixin private WatchOptions watch;

    @Mixin private TrialOptions trial;

    @Mixin private ReportOptions reports;

    @Option(names = "--dry-run", description = "Print the plan and stop; nothing is touched.")
    private boolean isDryRun;

    @ArgGroup(exclusive = false)
    private DetachOptions detach;

    private Optional<TrialResult> result = Optional.empty();

    AttachCommand(StopRequest stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        Intent intent = intent();
        TrialPlan asked = trial.plan(spec);
        if (detach != null && reports.isJsonOnStdout()) {
            throw new ParameterException(
                    spec.commandLine(), "--json - and --detach: name a file for the result");
        }
        Output output = new Output(spec.commandLine(), reports.json(), reports.isQuiet());
        ResultFiles files = reports.open();
        Host host = Host.here();
        Plan plan = judge(host, host.targets().jvm(target.jvm(host, spec)), intent);
        if (isDryRun) {
            output.plan(plan);
            return 0;
        }
        if (detach != null) {
            return detach.run(host, plan, asked, Optional.ofNullable(reports.json()), spec, stop);
        }
        output.announce(plan);
        output.steps(new Leftovers(host).undo().lines());
        Ended ended = run(host, plan, asked, output, files, reports, spec, stop);
        result = ended.result();
        return ended.exitCode();
    }

    /** Of the run that was called; none when it was refused, or stopped before its first effect. */
    Optional<TrialResult> result() {
        return result;
    }

    /**
     * Looks at what the options say together, and at nothing else.
     *
     * @throws ParameterException saying what does not go together
     */
    void check() {
        intent();
        trial.plan(spec);
    }

    private Intent intent() {
        return new Intent(
                wanted.wanted(spec),
                wanted.area(spec),
                wanted.loads(spec),
                wanted.pressure(spec),
                rate,
                hold,
                wanted.releaseOver(),
                Optional.ofNullable(timeout),
                Optional.ofNullable(protect),
                Optional.ofNullable(fuse),
                maxStall,
                scores.by(),
                watch.stopWhen(),
                watch.isHostMeant(),
                watch.keepResident());
    }

    /** Everything that can be refused is refused here. */
    static Plan judge(Host host, TargetJvm target, Intent intent) throws IOException {
        new AttachCheck(host.proc()).check(target);
        HostBase.check(target, intent);
        Optional<GuardPlan> guard = Optional.empty();
        if (intent.protect().isPresent()) {
            Scope scope = Scope.of(target.process(), target.container());
            guard = Optional.of(judgeGuard(host, target, scope, intent));
        }
        return Plan.judge(host, target, intent, guard);
    }

    private static GuardPlan judgeGuard(Host host, TargetJvm target, Scope scope, Intent intent)
            throws IOException {
        OomScoreAdj score = intent.protect().get();
        try {
            return GuardPlan.judge(host.proc(), scope, score, intent.scoresBy());
        } catch (GuardPlan.ScoreRefused refused) {
            if (!host.containers().isLauncherInside()) {
                throw refused;
            }
            throw new Refusal(
                    refused.getMessage()
                            + ". From inside a container the guard has to run on the host, beside this launcher:\n"
                            + "  java -jar launcher.jar guard --container "
                            + host.containers()
                                    .ownId()
                                    .map(id -> id.brief())
                                    .orElse("<this container's id>")
                            + " --pid "
                            + target.namespacePid()
                            + " --score "
                            + score
                            + "\nand then this command without --avoid-being-killed",
                    refused);
        }
    }

    /**
     * How a run ended.
     *
     * @param result none when it was stopped before its first effect
     */
    record Ended(int exitCode, Optional<TrialResult> result) {}

    /** Runs the plan and shows what happened. */
    static Ended run(
            Host host,
            Plan plan,
            TrialPlan asked,
            Output output,
            ResultFiles files,
            ReportOptions reports,
            CommandSpec command,
            StopRequest stop)
            throws IOException {
        Optional<TrialResult> result;
        boolean isWritten;
        try (MetricsExport metrics = reports.exportOf(plan)) {
            result = run(host, plan, asked, output, Optional.ofNullable(metrics), command, stop);
            isWritten = result.isEmpty() || output.result(result.get(), files);
        }
        if (result.isEmpty()) {
            output.steps(List.of("stopped before anything was touched"));
            return new Ended(Outcome.STOPPED.exitCode(), result);
        }
        int exitCode = result.get().exitCode();
        return new Ended(isWritten || exitCode != 0 ? exitCode : Outcome.FAILED.exitCode(), result);
    }

    private static Optional<TrialResult> run(
            Host host,
            Plan plan,
            TrialPlan asked,
            Output output,
            Optional<MetricsExport> metrics,
            CommandSpec command,
            StopRequest stop)
            throws IOException {
        metrics.flatMap(MetricsExport::address)
                .ifPresent(address -> output.steps(List.of("metrics at " + address)));
        List<String> words = command.root().commandLine().getParseResult().originalArgs();
        Journal journal = Journal.of(host.journals(), host.launcher());
        try (LiveView live = output.live("JVM " + plan.target().name());
                NotedRun run = NotedRun.begin(journal, RunNote.of(plan));
                Trial trial = new Trial(host, plan, asked, stop, words)) {
            live.watching(trial.watching());
            metrics.ifPresent(export -> export.follow(trial.watching()));
            Optional<TrialResult> result = trial.run(run.hearing(live));
            result.ifPresent(ended -> metrics.ifPresent(export -> export.ended(ended)));
            return result;
        }
    }
}
