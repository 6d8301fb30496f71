package dev.ballast.launcher.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where it ran, and how to do it again.
 *
 * @param command as a shell reads it; empty where it is not known
 * @param hasPid whether it names a process that will have another number
 */
record EnvironmentView(List<PlanView.Row> rows, String command, boolean hasPid) {
    private static final Map<String, String> TERMS =
            Map.of(
                    "ballast", "ballast",
                    "launcherJava", "Java of the launcher",
                    "kernel", "Linux",
                    "processors", "Processors",
                    "hostMemoryBytes", "Memory of the host",
                    "cgroup", "Cgroups",
                    "jvm", "JVM",
                    "main", "Main class");

    static EnvironmentView of(ResultPart result) {
        List<PlanView.Row> rows = new ArrayList<>();
        ResultPart environment = result.part("environment");
        environment
                .fields()
                .forEach(
                        (name, value) ->
                                value(environment, String.valueOf(name))
                                        .ifPresent(
                                                words ->
                                                        rows.add(
                                                                row(String.valueOf(name), words))));
        List<String> arguments = result.rawTexts("command");
        String command =
                arguments.isEmpty()
                        ? ""
                        : ShellWords.of(
                                Stream.concat(
                                                Stream.of("java", "-jar", "launcher.jar"),
                                                arguments.stream())
                                        .collect(Collectors.toList()));
        String pid = result.count("pid").map(String::valueOf).orElse("");
        return new EnvironmentView(rows, command, arguments.contains(pid));
    }

    private static PlanView.Row row(String name, String words) {
        return new PlanView.Row(TERMS.getOrDefault(name, name), words);
    }

    private static Optional<String> value(ResultPart environment, String name) {
        return environment
                .text(name)
                .or(
                        () ->
                                environment.number(
                                        name,
                                        name.endsWith("Bytes")
                                                ? HtmlWords::bytes
                                                : HtmlWords::plain));
    }
}
