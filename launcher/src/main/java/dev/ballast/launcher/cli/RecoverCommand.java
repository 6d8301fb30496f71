package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.Leftovers;
import dev.ballast.launcher.plan.Host;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code recover}: what every start does anyway, by hand. */
@Command(
        name = "recover",
        description = "Undo what runs have left behind whose launcher died: scores and files.",
        mixinStandardHelpOptions = true)
final class RecoverCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Leftovers.Undone undone = new Leftovers(Host.here()).undo();
        undone.lines().forEach(out::println);
        if (undone.lines().isEmpty()) {
            out.println("nothing was left behind");
        }
        out.flush();
        return undone.isComplete() ? 0 : 1;
    }
}
