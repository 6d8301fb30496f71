package dev.ballast.launcher.cli;

import dev.ballast.launcher.watch.StopRule;
import dev.ballast.launcher.watch.StopRules;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What ends a run early, and what it may do to the host. */
final class WatchOptions {
    @Option(
            names = "--stop-when",
            paramLabel = "RULE",
            description = {
                "Give everything back and exit with 6 when this happens. Repeatable; to be quoted for the shell.",
                "  psi-full>20%%:10s  all tasks wait for memory,",
                "                    20 %% of the last 10 s",
                "  psi-some>50%%:10s  some task does",
                "  free-host<512MiB  less is available on the host;",
                "                    also free-host<5%%",
                "  oom-kill          the OOM killer took a process",
                "                    of the container",
                "On by default: free-host below the larger of 512 MiB and 5%%; free-host<0 turns it off."
            })
    private List<StopRule> stopWhen = new ArrayList<>();

    @Option(
            names = "--host",
            description =
                    "Protect also where no cgroup limits the JVM: others on the host die instead.")
    private boolean isHostMeant;

    @Option(
            names = "--keep-resident",
            description = "Keep touching what is held, so that it is not swapped out.")
    private boolean keepResident;

    StopRules stopWhen() {
        return StopRules.of(stopWhen);
    }

    boolean isHostMeant() {
        return isHostMeant;
    }

    boolean keepResident() {
        return keepResident;
    }
}
