package dev.ballast.launcher.target;

import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options a JVM was started with, as far as they can be seen from outside: its command line up
 * to the main class, and the variables that java and HotSpot read. Options in {@code @files} and
 * {@code .hotspotrc} are not seen.
 */
record JvmFlags(List<String> words) {
    /** In the order in which the JVM reads them; the command line comes in between. */
    private static final List<String> BEFORE = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    private static final List<String> AFTER = List.of("_JAVA_OPTIONS");

    /** Those of a running process. */
    static JvmFlags read(Proc proc, int pid) throws IOException {
        return of(proc.commandLine(pid), proc.environment(pid));
    }

    static JvmFlags of(List<String> commandLine, Map<String, String> environment) {
        return new JvmFlags(
                Stream.of(
                                words(BEFORE, environment),
                                JavaCommand.of(commandLine).options(),
                                words(AFTER, environment))
                        .flatMap(List::stream)
                        .toList());
    }

    private static List<String> words(List<String> variables, Map<String, String> environment) {
        return variables.stream()
                .flatMap(name -> Arrays.stream(environment.getOrDefault(name, "").split("\\s+")))
                .toList();
    }

    /** The last of {@code -XX:+name} and {@code -XX:-name} wins, as in the JVM. */
    boolean isOn(String name, boolean byDefault) {
        boolean on = byDefault;
        for (String word : words) {
            if (word.equals("-XX:+" + name)) {
                on = true;
            } else if (word.equals("-XX:-" + name)) {
                on = false;
            }
        }
        return on;
    }

    /** Of the last {@code -XX:name=value}. */
    Optional<String> value(String name) {
        String start = "-XX:" + name + "=";
        return words.stream()
                .filter(word -> word.startsWith(start))
                .map(word -> word.substring(start.length()))
                .reduce((first, last) -> last);
    }

    boolean hasSecurityManager() {
        String option = "-Djava.security.manager";
        return words.stream()
                .anyMatch(
                        word ->
                                word.equals(option)
                                        || word.startsWith(option + "=")
                                                && !word.endsWith("=allow")
                                                && !word.endsWith("=disallow"));
    }
}
