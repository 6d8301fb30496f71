package dev.ballast.launcher.cli;

import dev.ballast.launcher.inventory.Selection;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Who is meant, other than by a PID of this host. */
final class SelectionOptions {
    @Option(
            names = "--container",
            paramLabel = "ID|NAME",
            description = "In this container: its id's beginning, or its engine's name for it.")
    private String container;

    @Option(
            names = "--pod",
            paramLabel = "NAMESPACE/NAME",
            description = "In this pod of a Kubernetes node.")
    private String pod;

    @Option(
            names = "--container-name",
            paramLabel = "NAME",
            description = "With --pod: the container's name in it.")
    private String containerName;

    @Option(
            names = "--main-class",
            paramLabel = "NAME",
            description = "The JVM with this main class, with or without package, or this jar.")
    private String mainClass;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "With --container or --pod: its PID inside of it.")
    private Integer pidInside;

    Selection chosen(CommandSpec command) {
        if (pod != null && !pod.matches("[^/]+/[^/]+")) {
            throw new ParameterException(
                    command.commandLine(), "--pod is NAMESPACE/NAME, not `" + pod + "`");
        }
        if (containerName != null && pod == null) {
            throw new ParameterException(
                    command.commandLine(), "--container-name needs --pod NAMESPACE/NAME");
        }
        if (pidInside != null && container == null && pod == null) {
            throw new ParameterException(
                    command.commandLine(),
                    "--pid is a PID inside a container: name that by --container or --pod");
        }
        return new Selection(
                Optional.ofNullable(container),
                Optional.ofNullable(pod),
                Optional.ofNullable(containerName),
                Optional.ofNullable(mainClass),
                pidInside == null ? OptionalInt.empty() : OptionalInt.of(pidInside));
    }
}
