package dev.ballast.launcher.lab;

import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.container.Containers;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** A container in which Collects runs, and does what it is told. */
public final class Collecting implements AutoCloseable {
    /** With a name there: only then the JVM publishes anything. */
    private static final String WWW_DATA = "33";

    /** Where there is no /usr/bin on the path. */
    private static final String JAVA = "/etc/alternatives/java";

    private final LabContainer container;
    private final TargetJvm target;
    private int told;

    private Collecting(LabContainer container, TargetJvm target) {
        this.container = container;
        this.target = target;
    }

    public static Collecting start(String jdk, String name, String... options) throws Exception {
        String[] command =
                Stream.of(List.of(JAVA), List.of(options), List.of("-cp", "/targets", "Collects"))
                        .flatMap(List::stream)
                        .toArray(String[]::new);
        return of(
                LabContainer.start(
                        "jvmc-" + jdk + "-" + name,
                        List.of("--jdk", jdk, "--user", WWW_DATA),
                        command));
    }

    /** A container whose first process is a JVM. */
    public static Collecting of(LabContainer container) throws IOException {
        Proc proc = Proc.host();
        MemoryCgroups cgroups = new MemoryCgroups(proc);
        Targets targets =
                new Targets(
                        proc,
                        cgroups,
                        new Containers(proc, cgroups, (int) ProcessHandle.current().pid()));
        return new Collecting(
                container,
                targets.target(targets.seen(proc.id(container.firstPid())).orElseThrow()));
    }

    public TargetJvm target() {
        return target;
    }

    public LabContainer container() {
        return container;
    }

    /** Lets it do this, and waits until it has. */
    public void tell(String command) throws Exception {
        tell(command, () -> true);
    }

    /**
     * @param meanwhile called until it has
     */
    public void tell(String command, Callable<?> meanwhile) throws Exception {
        Path commands = container.tmpFolder().resolve("commands");
        Files.writeString(commands, command + "\n", StandardOpenOption.APPEND);
        told++;
        Lab.await(
                command,
                () -> {
                    meanwhile.call();
                    return container.log().split("DONE ", -1).length > told;
                });
    }

    @Override
    public void close() throws IOException {
        container.close();
    }
}
