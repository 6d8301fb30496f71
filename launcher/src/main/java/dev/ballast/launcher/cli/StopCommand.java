package dev.ballast.launcher.cli;

import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.runs.Run;
import dev.ballast.launcher.runs.RunEnd;
import dev.ballast.launcher.runs.RunNote;
import dev.ballast.launcher.runs.Runs;
import dev.ballast.launcher.target.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code stop}: ends a run from another terminal, or one in the background. */
@Command(
        name = "stop",
        description = {
            "End a run or a guard, and return when it has been undone.",
            "Does not need the target's help. A launcher that does not end is killed, and",
            "what it leaves is undone."
        },
        customSynopsis = "ballast stop [OPTIONS] TARGET",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing of it is left, also when there was no run",
            "1:something is left, and what that is was said"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  stop 4711", "  stop --container shop", "  stop --all"})
final class StopCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1", heading = TargetOptions.HEADING)
    private Which which;

    /** Exactly one of them. */
    static final class Which extends TargetOptions {
        @Option(
                names = "--all",
                required = true,
                description = "Every run and guard of this user on this host.")
        private boolean isAll;
    }

    @Override
    public Integer call() throws IOException {
        Host host = Host.here();
        Runs runs = new Runs(host);
        List<Run> found = which.isAll ? runs.all() : which.runs(runs, spec);
        checkIsOneTarget(found);
        checkIsNoLauncher(runs);
        PrintWriter out = spec.commandLine().getOut();
        if (found.isEmpty()) {
            out.println(
                    "no run of this user is at work here"
                            + (which.isAll ? "" : " against " + which.words(spec))
                            + "; nothing to stop");
        }
        boolean isUndone = end(host, found, out);
        out.flush();
        return isUndone ? 0 : 1;
    }

    /** One container may have several targets: who meant one of them shall name it. */
    private void checkIsOneTarget(List<Run> found) throws Refusal {
        long targets =
                found.stream()
                        .flatMap(run -> run.note().stream())
                        .map(RunNote::target)
                        .distinct()
                        .count();
        if (!which.isAll && targets > 1) {
            throw new Refusal(
                    "more than one run fits "
                            + which.words(spec)
                            + ":\n"
                            + found.stream()
                                    .flatMap(run -> run.note().stream())
                                    .map(note -> "  " + note.words() + "\n")
                                    .collect(Collectors.joining())
                            + "Name one by its <pid>, or say more. Nothing was stopped");
        }
    }

    /** "Nothing to stop" would be wrong to say to somebody who names the wrong one of the two. */
    private void checkIsNoLauncher(Runs runs) throws IOException {
        for (Run run : runs.all()) {
            if (run.launcher() != Run.Launcher.DEAD && which.isPid(run.launcherProcess().pid())) {
                throw new Refusal(
                        "process "
                                + run.launcherProcess()
                                + " is the launcher of the "
                                + run.note().map(RunNote::words).orElse("run")
                                + "; name the target's PID. Nothing was stopped");
            }
        }
    }

    /** All are asked first, then all are waited for. */
    private static boolean end(Host host, List<Run> runs, PrintWriter out) throws IOException {
        List<RunEnd> ends = new ArrayList<>();
        try {
            for (Run run : runs) {
                ends.add(RunEnd.ask(host, run.journal()));
            }
            boolean isUndone = true;
            for (RunEnd end : ends) {
                RunEnd.Ended ended = end.await();
                ended.lines().forEach(out::println);
                out.flush();
                isUndone &= ended.isUndone();
            }
            return isUndone;
        } finally {
            ends.forEach(RunEnd::close);
        }
    }
}
