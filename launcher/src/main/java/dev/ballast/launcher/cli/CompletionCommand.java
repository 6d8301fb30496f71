package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.StopRequest;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: what the Tab key can complete. */
@Command(
        name = "completion",
        description = {
            "Let the Tab key complete commands, options and their values.",
            "Prints a script for the name ballast. In ~/.bashrc or ~/.zshrc write:",
            "  alias ballast='java -jar /path/to/launcher.jar'",
            "  source <(ballast completion bash)"
        },
        mixinStandardHelpOptions = true,
        parameterListHeading = "%n",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  completion bash", "  completion zsh > ballast.zsh"})
final class CompletionCommand implements Callable<Integer> {
    private static final String NAME = "ballast";

    /** In an option's label: {@code native|direct|KIND=AMOUNT} has two of them. */
    private static final String ALTERNATIVE = "[a-z][a-z-]*";

    @Spec private CommandSpec spec;

    @Parameters(arity = "1", paramLabel = "bash|zsh", description = "For this shell.")
    private Shell shell;

    /** One script is for both: it asks which of them reads it. */
    enum Shell {
        BASH,
        ZSH
    }

    @Override
    public Integer call() {
        CommandLine all = Main.commandLine(new StopRequest());
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(NAME, outline(all)));
        out.flush();
        return 0;
    }

    /** The names alone, since what a value may be is said by its label, not by its type. */
    private static CommandLine outline(CommandLine command) {
        CommandSpec real = command.getCommandSpec();
        CommandSpec outline = CommandSpec.create().name(real.name());
        real.options().forEach(option -> outline.addOption(outline(option)));
        real.positionalParameters().stream()
                .filter(positional -> !alternatives(positional).isEmpty())
                .forEach(positional -> outline.addPositional(outline(positional)));
        command.getSubcommands().forEach((name, sub) -> outline.addSubcommand(name, outline(sub)));
        return new CommandLine(outline);
    }

    private static OptionSpec outline(OptionSpec option) {
        String[] names = option.names();
        OptionSpec.Builder outline =
                OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
                        .hidden(option.hidden())
                        .paramLabel(option.paramLabel());
        if (option.arity().min() == 0) { // a value is attached, the next word is another's
            return outline.type(boolean.class).arity("0").build();
        }
        if (isFile(option)) {
            return outline.type(File.class).arity("1").build();
        }
        List<String> alternatives = alternatives(option);
        if (!alternatives.isEmpty()) {
            outline.completionCandidates(alternatives);
        }
        return outline.type(String.class).arity("1").build();
    }

    private static PositionalParamSpec outline(PositionalParamSpec positional) {
        return PositionalParamSpec.builder()
                .paramLabel(positional.paramLabel())
                .type(String.class)
                .completionCandidates(alternatives(positional))
                .build();
    }

    private static boolean isFile(OptionSpec option) {
        return option.paramLabel().startsWith("FILE")
                || option.type() == Path.class
                || option.type() == File.class;
    }

    private static List<String> alternatives(ArgSpec argument) {
        String label = argument.paramLabel();
        return Stream.of(label.contains("|") ? label.split("\\|") : new String[0])
                .filter(word -> word.matches(ALTERNATIVE))
                .toList();
    }
}
