package dev.ballast.launcher.target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    static JvmFlags of(List<String> commandLine, Map<String, String> environment) {
        List<String> options = new ArrayList<>();
        boolean isValue = false;
        for (String word :
                commandLine.subList(Math.min(1, commandLine.size()), commandLine.size())) {
            if (!isValue && !word.startsWith("-") && !word.startsWith("@")) {
                break; // the main class; what follows is the application's
            }
            options.add(word);
            isValue = !isValue && TAKE_A_VALUE.contains(word);
        }
        return new JvmFlags(
                Stream.of(words(BEFORE, environment), options, words(AFTER, environment))
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
