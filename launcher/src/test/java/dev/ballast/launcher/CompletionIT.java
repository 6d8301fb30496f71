package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LauncherRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real bash completes after it has read the script. */
class CompletionIT {
    /** What bash does at the Tab key; it would take the words from the line. */
    private static final String TAB =
            """
            source ./script
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            COMP_LINE="$*"
            COMP_POINT=${#COMP_LINE}
            _complete_ballast 2> /dev/null
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    @TempDir private static Path folder;

    @BeforeAll
    static void printTheScript() throws Exception {
        try (LauncherRun run = LauncherRun.of("completion", "bash")) {
            assertEquals(0, run.exitCode(), run.said());
            assertEquals("", run.err());
            Files.writeString(folder.resolve("script"), run.out());
        }
        Files.writeString(folder.resolve("result.json"), "");
    }

    private static String bash(String script, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c"));
        command.add("cd " + folder + " && exec bash --norc -c \"$@\"");
        command.addAll(List.of("sh", script, "bash"));
        command.addAll(List.of(words));
        return Lab.run(command.toArray(String[]::new));
    }

    private static TreeSet<String> completed(String line) throws Exception {
        TreeSet<String> answers =
                new TreeSet<>(List.of(bash(TAB, line.split(" ", -1)).split("\n")));
        answers.remove("");
        return answers;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ballast at                            | attach",
                "ballast attach --lev                  | --level",
                "ballast attach 4711 --level 80% --hol | --hold",
                "ballast attach 4711 --area n          | native",
                "ballast guard --scores-by c           | choom",
                "ballast attach 4711 --json resu       | result.json",
                "ballast victims --json resu           | result.json",
                "ballast attach --log resu             | result.json",
                "ballast attach --avoid-being-killed --fu | --fuse",
                "ballast completion z                  | zsh",
                "ballast stop --al                     | --all",
                "ballast status --pod-                 | ''",
                "ballast recover --de                  | --debug"
            })
    void completesWhatHasBegun(String line, String completed) throws Exception {
        assertEquals(completed, String.join(" ", completed(line)));
    }

    @Test
    void offersEveryCommand() throws Exception {
        try (LauncherRun run = LauncherRun.of("--help")) {
            for (String command : completed("ballast ")) {
                assertTrue(run.out().contains("\n  " + command + " "), command);
            }
        }
        assertTrue(completed("ballast ").containsAll(List.of("attach", "demo", "completion")));
    }

    @Test
    void offersNothingForAValueThatOnlyTheUserKnows() throws Exception {
        assertEquals(new TreeSet<>(), completed("ballast attach 4711 --level "));
    }

    @Test
    void isThereForTheAlias() throws Exception {
        String registered = bash("source ./script; complete -p ballast");
        assertEquals("complete -o default -F _complete_ballast ballast\n", registered);
    }

    @Test
    void anotherShellIsRefusedByName() throws Exception {
        try (LauncherRun run = LauncherRun.of("completion", "fish")) {
            assertEquals(2, run.exitCode(), run.said());
            assertTrue(run.err().contains("fish"), run.said());
        }
    }
}
