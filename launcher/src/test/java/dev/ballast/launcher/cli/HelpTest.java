package dev.ballast.launcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.experiment.StopRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help texts, and whether what they tell to type can be typed. */
class HelpTest {
    private static final String EXAMPLES = "\nExamples:\n";

    /** A word of an example: quoted or not. */
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private static CommandLine all() {
        return Main.commandLine(new StopRequest());
    }

    static Stream<String> commands() {
        return all().getSubcommands().keySet().stream();
    }

    /** Empty for the program itself. */
    static Stream<String> programAndCommands() {
        return Stream.concat(Stream.of(""), commands());
    }

    private static String help(String command) {
        CommandLine found = command.isEmpty() ? all() : all().getSubcommands().get(command);
        return found.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    private static List<String> examples(String command) {
        String help = help(command);
        int from = help.indexOf(EXAMPLES);
        assertTrue(from > 0, help);
        return help.substring(from + EXAMPLES.length()).lines().map(String::strip).toList();
    }

    private static String[] words(String example) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(example.replaceFirst(" > .*", ""));
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("programAndCommands")
    void everyExampleCanBeTyped(String command) {
        List<String> examples = examples(command);
        assertFalse(examples.isEmpty());
        for (String example : examples) {
            String[] words = words(example);
            assertEquals(command.isEmpty() ? words[0] : command, words[0]);
            CommandLine.ParseResult parsed = all().parseArgs(words);
            assertEquals(words[0], parsed.subcommand().commandSpec().name());
        }
    }

    @ParameterizedTest
    @MethodSource("programAndCommands")
    void fitsIntoEightyColumns(String command) {
        for (String line : help(command).split("\n")) {
            assertTrue(line.length() <= 80, line);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void namesItsOptionsInSentences(String command) {
        CommandLine found = all().getSubcommands().get(command);
        found.getCommandSpec()
                .options()
                .forEach(
                        option -> {
                            String words = String.join(" ", option.description());
                            assertTrue(
                                    words.matches("(?s)\\p{Lu}.*\\."),
                                    option.longestName() + ": " + words);
                        });
    }

    @Test
    void theOverviewNamesEveryCommand() {
        String overview = help("");
        commands().forEach(name -> assertTrue(overview.contains("\n  " + name + " "), name));
    }
}
