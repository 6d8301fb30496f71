package dev.ballast.launcher.cli;

import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.runs.Run;
import dev.ballast.launcher.runs.Runs;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** Exactly one of them: a PID, or what finds it. */
class TargetOptions {
    /** Of this part of a help text. */
    static final String HEADING = "%nTARGET, one of:%n";

    @Parameters(arity = "1", paramLabel = "<pid>", description = "By its PID, as seen from here.")
    private Integer pid;

    @ArgGroup(exclusive = false)
    private SelectionOptions selection;

    /** Whether this PID was typed. */
    boolean isPid(int number) {
        return pid != null && pid == number;
    }

    /** The JVM that is meant. */
    ProcessId jvm(Host host, CommandSpec command) throws IOException {
        return selection == null
                ? host.targets().process(pid)
                : host.finder().jvm(selection.chosen(command));
    }

    /** The process that is meant, a JVM or not. */
    ProcessId process(Host host, CommandSpec command) throws IOException {
        return selection == null
                ? host.targets().process(pid)
                : host.finder().process(selection.chosen(command));
    }

    /** The runs against whom is meant; none of them need be there any more. */
    List<Run> runs(Runs runs, CommandSpec command) throws IOException {
        return selection == null ? runs.against(pid) : runs.against(selection.chosen(command));
    }

    /** {@code process 4711}, or what was typed. */
    String words(CommandSpec command) {
        return selection == null
                ? "process " + pid
                : UntrustedText.printable(selection.chosen(command).toString());
    }
}
