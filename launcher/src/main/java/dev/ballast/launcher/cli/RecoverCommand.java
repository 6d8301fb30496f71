package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.Leftovers;
import dev.ballast.launcher.plan.Host;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recover}: what every start does anyway, by hand. */
@Command(
        name = "recover",
        description = {
            "Undo what runs have left behind whose launcher was killed.",
            "Scores, memory.high and files. Every start of a run does the same first."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is left, or with --dry-run: listed",
            "1:something could not be undone, and what that is was said"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  recover --dry-run", "  recover"})
final class RecoverCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--dry-run", description = "List what would be undone; nothing is touched.")
    private boolean isDryRun;

    @Override
    public Integer call() throws IOException {
        Leftovers leftovers = new Leftovers(Host.here());
        if (isDryRun) {
            print(leftovers.list());
            return 0;
        }
        Leftovers.Undone undone = leftovers.undo();
        print(undone.lines());
        return undone.isComplete() ? 0 : 1;
    }

    private void print(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        if (lines.isEmpty()) {
            out.println("nothing was left behind");
        }
        out.flush();
    }
}
