package dev.ballast.launcher.target;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command line of the {@code java} launcher: {@code java -Xmx1g -cp app.jar shop.Main --port 80}.
 *
 * @param options those of java, without its {@code @files}' content
 * @param program the main class, the module or the jar, and the application's own arguments
 */
record JavaCommand(List<String> options, List<String> program) {
    /** IsWhiteSpaceOption in the JDK's java.c, but for those that end the options. */
    private static final Set<String> TAKE_A_VALUE =
            Set.of(
                    "-cp",
                    "-classpath",
                    "--class-path",
                    "-p",
                    "--module-path",
                    "--upgrade-module-path",
                    "--add-modules",
                    "--limit-modules",
                    "--add-exports",
                    "--add-opens",
                    "--add-reads",
                    "--patch-module",
                    "--enable-native-access",
                    "--source");

    static JavaCommand of(List<String> commandLine) {
        boolean isValue = false;
        for (int i = 1; i < commandLine.size(); i++) {
            String word = commandLine.get(i);
            if (!isValue && !word.startsWith("-") && !word.startsWith("@")) {
                return new JavaCommand(
                        commandLine.subList(1, i), commandLine.subList(i, commandLine.size()));
            }
            isValue = !isValue && TAKE_A_VALUE.contains(word);
        }
        return new JavaCommand(
                commandLine.subList(Math.min(1, commandLine.size()), commandLine.size()),
                List.of());
    }

    Optional<String> main() {
        return program.isEmpty() ? Optional.empty() : Optional.of(program.get(0));
    }

    Optional<String> arguments() {
        return program.size() < 2
                ? Optional.empty()
                : Optional.of(String.join(" ", program.subList(1, program.size())));
    }

    /**
     * With the program that the JVM itself names ({@code sun.rt.javaCommand}), which knows it from
     * an {@code @file} or another launcher too, and separates words by spaces only.
     */
    JavaCommand as(String programAndArguments) {
        return String.join(" ", program).equals(programAndArguments)
                ? this
                : new JavaCommand(options, List.of(programAndArguments.split(" ", 2)));
    }
}
