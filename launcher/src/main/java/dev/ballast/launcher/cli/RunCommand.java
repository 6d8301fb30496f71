package dev.ballast.launcher.cli;

import dev.ballast.launcher.planfile.PlanFile;
import dev.ballast.launcher.planfile.WrongPlan;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.report.ShellWords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code run FILE}: {@code attach} with the options that a file has. */
@Command(
        name = "run",
        description = {
            "Run the experiment that a file describes: attach, with the file's keys as its options.",
            "What stands behind the file goes to attach as well, in place of what the file says of it.",
            "What a file may have is in docs/plan.md."
        },
        customSynopsis = "ballast run [--check] FILE [<pid>] [options of attach]",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  run plan.yaml",
            "  run plan.yaml 4711 --hold 10s",
            "  run plan.yaml --container shop --dry-run",
            "  run --check plan.yaml"
        })
final class RunCommand implements Callable<Integer> {
    /** For the check of a plan whose target is named when it is run. */
    private static final String ANY_PID = "1";

    @Spec private CommandSpec spec;

    @Option(
            names = "--check",
            description = "Only check the file, and print the command line that it stands for.")
    private boolean isCheck;

    @Parameters(paramLabel = "FILE", description = "The plan, in YAML.")
    private Path file;

    @CommandLine.Unmatched private List<String> behind = new ArrayList<>();

    @Override
    public Integer call() {
        CommandLine attach = spec.root().subcommands().get(AttachWords.ATTACH);
        attach.setExpandAtFiles(false); // behind the file, they have been expanded
        attach.setParameterExceptionHandler((wrong, words) -> explain(wrong));
        AttachVocabulary vocabulary = new AttachVocabulary(attach.getCommandSpec());
        AttachWords words;
        try {
            words = AttachWords.of(PlanFile.read(file, vocabulary), behind, vocabulary);
        } catch (WrongPlan wrong) {
            return fail(wrong.getMessage());
        }
        if (!isCheck && !words.hasTarget()) {
            return fail(
                    file
                            + ": it has no `target`; add one, or name it behind the file: run "
                            + file
                            + " <pid>"
                            + untouched());
        }
        return isCheck ? check(attach, words) : attach.execute(debugging(words.all()));
    }

    /** As attach would read the words, and nothing else. */
    private int check(CommandLine attach, AttachWords words) {
        List<String> checked = new ArrayList<>(words.all());
        if (!words.hasTarget()) {
            checked.add(0, ANY_PID);
        }
        try {
            attach.parseArgs(checked.toArray(String[]::new));
            ((AttachCommand) attach.getCommandSpec().userObject()).check();
        } catch (ParameterException wrong) {
            return explain(wrong);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "java -jar launcher.jar attach "
                        + (words.hasTarget() ? "" : "<pid> ")
                        + ShellWords.of(words.all()));
        out.flush();
        return ExitCode.OK;
    }

    /** An option that stands before the file is for both commands. */
    private String[] debugging(List<String> words) {
        boolean isDebug = Boolean.TRUE.equals(spec.findOption("--debug").getValue());
        List<String> all = new ArrayList<>(words);
        if (isDebug && !all.contains("--debug")) {
            all.add("--debug");
        }
        return all.toArray(String[]::new);
    }

    /** What is wrong with the words as a whole, or with those behind the file. */
    private int explain(ParameterException wrong) {
        PrintWriter err = spec.commandLine().getErr();
        int exitCode =
                fail(file + ", with the words behind it: " + wrong.getMessage() + untouched());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        return exitCode;
    }

    private static String untouched() {
        return ". Nothing was touched";
    }

    private int fail(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(UntrustedText.withoutControls(message));
        err.flush();
        return ExitCode.USAGE;
    }
}
