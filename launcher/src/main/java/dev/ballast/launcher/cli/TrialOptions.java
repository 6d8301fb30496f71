package dev.ballast.launcher.cli;

import dev.ballast.launcher.probe.ProbeSpec;
import dev.ballast.launcher.trial.Expected;
import dev.ballast.launcher.trial.TrialPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether the application is well, before, meanwhile and afterwards. */
final class TrialOptions {
    private static final String PROBE = "--probe";

    @Option(
            names = PROBE,
            paramLabel = "PROBE",
            description = {
                "Look whether the application is well; repeatable, to be quoted for the shell:",
                "  http:http://localhost:8080/health status==200 p99<250ms",
                "  cmd:\"pgrep -f worker\" exit==0",
                "  jvm: gc-time<20%% heap-after-gc<80%%",
                "  cgroup: psi-full<10%% oom-kill==0",
                "with name=, in=host|container, mode=SOT|EOT|Edge|Continuous|OnChaos, timeout=,"
                        + " interval=, retries=, weight= (docs/probes.md)."
            })
    private List<String> probes = new ArrayList<>();

    @Option(
            names = "--before",
            paramLabel = "TIME",
            description =
                    "Look so long before anything is touched (default: 3s with probes); an"
                            + " application that is not well then is left alone.")
    private Duration before;

    @Option(
            names = "--recovery",
            paramLabel = "TIME",
            description = "Wait at most so long until it is well again (default: 30s with probes).")
    private Duration recovery;

    @Option(
            names = "--stop-on-failure",
            description = "Give everything back as soon as a probe fails.")
    private boolean stopOnFailure;

    @Option(
            names = "--expect",
            paramLabel = "END",
            description =
                    "Exit with 0 if it ends like that: survived, degraded, killed, or oome (an"
                            + " OutOfMemoryError).")
    private Expected expected;

    TrialPlan plan(CommandSpec command) {
        try {
            List<ProbeSpec> specs = new ArrayList<>();
            for (String text : probes) {
                specs.add(ProbeSpec.parse(text, specs.size() + 1));
            }
            return new TrialPlan(
                    specs,
                    Optional.ofNullable(before),
                    Optional.ofNullable(recovery),
                    stopOnFailure,
                    Optional.ofNullable(expected));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), PROBE + ": " + wrong.getMessage());
        }
    }
}
