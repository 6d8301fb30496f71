package dev.ballast.launcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.lab.Lab;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void leavesPlainWordsAsTheyAre() {
        assertEquals(
                "attach 7 --level 90% --fuse=0 a@b_c/d.e:f+g,h",
                ShellWords.of(
                        List.of("attach", "7", "--level", "90%", "--fuse=0", "a@b_c/d.e:f+g,h")));
    }

    @Test
    void isReadBackByBashAsTheSameArguments() throws Exception {
        Lab.needsProgram("bash");
        List<String> arguments =
                List.of(
                        "",
                        " ",
                        "it's",
                        "$HOME `id` \"x\"",
                        "a\nb\tc",
                        "\\n",
                        "*?[]",
                        "#",
                        "~",
                        "!!",
                        "ü – \u202e\u2028",
                        "'\u001b\\",
                        "&& rm",
                        "a=b;c");
        String line = "printf '%s\\0' " + ShellWords.of(arguments);
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", line);
        bash.environment().put("LC_ALL", "C.UTF-8");
        String said = new String(bash.start().getInputStream().readAllBytes(), "UTF-8");
        assertEquals(String.join("\0", arguments) + "\0", said);
    }

    @Test
    void showsWhatCannotBeSeen() {
        assertEquals("$'a\\U0000202eb'", ShellWords.of(List.of("a\u202eb")));
    }
}
