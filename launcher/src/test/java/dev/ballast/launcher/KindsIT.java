package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is promised of containers: a JVM of any version and collector, in a container of any kind.
 * Each kind once and each JDK at least twice; with {@code -Dballast.kinds=all} every JDK in every
 * kind. What came of it is in {@code target/kinds.txt}.
 */
class KindsIT {
    private static final long LIMIT_BYTES = 512L << 20;
    private static final Path TABLE = Lab.launcherJar().resolveSibling("kinds.txt");

    /** Where there is no /usr/bin. */
    private static final String JAVA = "/etc/alternatives/java";

    private static final List<Kind> KINDS =
            List.of(
                    new Kind("JVM is PID 1", "", ""),
                    new Kind("JVM is not PID 1", "", "%s & wait"),
                    new Kind("user namespace, its own /tmp", "--own user", ""),
                    new Kind("user namespace, the host's /tmp", "--own user --tmp host", ""),
                    new Kind("root in a user namespace", "--own user --user 0", ""),
                    new Kind(
                            "root in a user namespace, the host's /tmp",
                            "--own user --tmp host --user 0",
                            "%s & wait"),
                    new Kind("uid 1000 and gid 2000", "--user 1000:2000", ""),
                    new Kind("root", "--user 0", "%s & wait"),
                    new Kind("network namespace", "--own net", ""),
                    new Kind("no shell", "--shell no", ""),
                    new Kind("/tmp is a link", "--tmp-at /data/tmp", ""),
                    new Kind(
                            "a folder of its own to work in",
                            "",
                            "mkdir /tmp/work; cd /tmp/work; %s & wait"),
                    new Kind(
                            "all of it",
                            "--own user,net --tmp host --tmp-at /data/tmp --user 1000:2000 --shell no",
                            ""));

    /**
     * @param options of lab/container, separated by spaces
     * @param shell what a shell does that is the first process; empty where that is java itself
     */
    private record Kind(String name, String options, String shell) {}

    private record Run(String jdk, Kind kind, String collector) {
        static Run of(String jdk, int kind) {
            List<String> all = collectors(jdk);
            int next = kind + kind / Lab.jdksForContainers().size();
            return new Run(jdk, KINDS.get(kind), all.get(next % all.size()));
        }

        private static List<String> collectors(String jdk) {
            return switch (jdk) {
                case "8" -> List.of("Serial", "Parallel", "ConcMarkSweep", "G1");
                case "11" ->
                        List.of("Serial", "Parallel", "ConcMarkSweep", "G1", "Z", "Shenandoah");
                default -> List.of("Serial", "Parallel", "G1", "Z", "Shenandoah");
            };
        }

        LabContainer start() throws Exception {
            List<String> options = new ArrayList<>(List.of("--jdk", jdk));
            options.addAll(Stream.of(kind.options.split(" ")).filter(w -> !w.isEmpty()).toList());
            String java =
                    JAVA
                            + " -Xmx64m -XX:+UnlockExperimentalVMOptions -XX:+Use"
                            + collector
                            + "GC -cp /targets Idle";
            String[] command =
                    kind.shell.isEmpty()
                            ? java.split(" ")
                            : new String[] {"sh", "-c", String.format(kind.shell, java)};
            String name = "kinds-" + jdk + "-" + KINDS.indexOf(kind);
            return LabContainer.start(name, options, command);
        }

        @Override
        public String toString() {
            return String.format("JDK %-2s  %-13s  %s", jdk, collector, kind.name);
        }
    }

    @BeforeAll
    static void needsContainers() throws IOException {
        Lab.needsContainers();
        Files.deleteIfExists(TABLE);
    }

    static List<Run> runs() {
        List<String> jdks = Lab.jdksForContainers();
        boolean isAll = "all".equals(System.getProperty("ballast.kinds"));
        List<Run> runs = new ArrayList<>();
        for (int kind = 0; kind < KINDS.size(); kind++) {
            for (int jdk = 0; jdk < jdks.size(); jdk++) {
                if (isAll || jdk == kind % jdks.size()) {
                    runs.add(Run.of(jdks.get(jdk), kind));
                }
            }
        }
        return runs;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void reachesTheLevelAndLeavesNothingIn(Run run) throws Exception {
        String outcome = "failed";
        try (LabContainer container = run.start()) {
            attach(container);
            outcome = "held, held again without the socket, nothing left";
        } finally {
            Files.writeString(
                    TABLE,
                    run + ": " + outcome + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    /**
     * Twice: the second time to a JVM whose attach socket is gone, as when somebody cleans /tmp.
     */
    private static void attach(LabContainer container) throws Exception {
        ProcessId jvm = Proc.host().id(container.jvmPid());
        Path work = Proc.host().path(jvm.pid()).resolve("cwd");
        TreeSet<String> inWork = names(work);
        TreeSet<String> inTmp = container.tmp();
        String socket = ".java_pid" + Proc.host().status(jvm.pid()).innermostPid();
        inTmp.add(socket);
        reachTheLevel(container, jvm.pid());
        assertEquals(inTmp, container.tmp());
        Files.delete(container.tmpFolder().resolve(socket));
        try (LauncherRun again =
                LauncherRun.of("attach", Integer.toString(jvm.pid()), "--add=40MiB", "--hold=0")) {
            assertEquals(0, again.exitCode(), again.said());
        }
        assertEquals(inTmp, container.tmp());
        assertEquals(inWork, names(work));
        assertTrue(Proc.host().isAlive(jvm));
        assertFalse(container.log().contains("Full thread dump"), container.log());
    }

    private static void reachTheLevel(LabContainer container, int pid) throws Exception {
        try (LauncherRun run =
                LauncherRun.start("attach", Integer.toString(pid), "--level=80%", "--hold=1s")) {
            run.awaitSaid("level reached");
            assertWithinOnePercent(0.8 * LIMIT_BYTES, container.unreclaimableBytes());
            assertEquals(0, run.exitCode(), run.said());
        }
    }

    private static TreeSet<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void assertWithinOnePercent(double wanted, long use) {
        assertTrue(
                Math.abs(use - wanted) <= 0.01 * LIMIT_BYTES,
                "the kernel counts " + use + " bytes, wanted were " + (long) wanted);
    }
}
