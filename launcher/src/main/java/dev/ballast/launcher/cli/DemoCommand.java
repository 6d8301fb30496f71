package dev.ballast.launcher.cli;

import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.demo.DemoService;
import dev.ballast.launcher.experiment.Leftovers;
import dev.ballast.launcher.experiment.StopRequest;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.plan.Intent;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.shape.Amount;
import dev.ballast.launcher.shape.Wanted;
import dev.ballast.launcher.trial.TrialPlan;
import dev.ballast.launcher.watch.StopRules;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code demo}: the main job on a service of its own. Needs no rights and no container. */
@Command(
        name = "demo",
        description = {
            "Try it on a small JVM service of its own.",
            "Starts it, holds 256 MiB in it for 5 s, shows the result. Needs no rights and",
            "no container."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  demo"})
final class DemoCommand implements Callable<Integer> {
    private static final Intent INTENT =
            new Intent(
                    Wanted.steady(new Amount.Add(ByteSize.ofMiB(256))),
                    Area.NATIVE,
                    List.of(),
                    Optional.empty(),
                    new ByteRate(ByteSize.ofMiB(128)),
                    Duration.ofSeconds(5),
                    Duration.ZERO,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(10),
                    Optional.empty(),
                    StopRules.of(List.of()),
                    false,
                    false);

    private final StopRequest stop;

    @Spec private CommandSpec spec;

    DemoCommand(StopRequest stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws IOException {
        Host host = Host.here();
        Output output = new Output(spec.commandLine(), null);
        output.steps(new Leftovers(host).undo().lines());
        try (DemoService.Running service = DemoService.start()) {
            Plan plan =
                    AttachCommand.judge(
                            host, host.targets().jvm(host.proc().id(service.pid())), INTENT);
            output.announce(plan);
            return AttachCommand.run(
                            host,
                            plan,
                            TrialPlan.NONE,
                            output,
                            new ResultFiles(),
                            new ReportOptions(),
                            spec,
                            stop)
                    .exitCode();
        }
    }
}
