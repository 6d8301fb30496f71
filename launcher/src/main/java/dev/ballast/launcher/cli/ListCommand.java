package dev.ballast.launcher.cli;

import dev.ballast.launcher.container.EngineFiles;
import dev.ballast.launcher.inventory.Inventory;
import dev.ballast.launcher.inventory.InventoryReader;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.report.InventoryJson;
import dev.ballast.launcher.report.InventoryText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code list}: which JVMs there are. */
@Command(
        name = "list",
        description = {
            "List the JVMs of this host, and of the containers on it.",
            "Says of each whether it can be attached to, or what is in the way."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  list", "  list --wide", "  list --json"})
final class ListCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--wide", description = "Show all that is known, in long lines.")
    private boolean isWide;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean isJson;

    @Override
    public Integer call() throws IOException {
        int ownPid = (int) ProcessHandle.current().pid();
        Inventory inventory = new InventoryReader(Proc.host(), EngineFiles.host(), ownPid).read();
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.print(InventoryJson.of(inventory));
        } else {
            InventoryText.lines(inventory, isWide).forEach(out::println);
        }
        out.flush();
        return 0;
    }
}
