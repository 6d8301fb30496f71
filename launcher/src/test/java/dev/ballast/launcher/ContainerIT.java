package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Vm;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The main job on JVMs in containers: own PID and mount namespaces, another user, a memory limit.
 */
@Tag(Vm.ALSO)
class ContainerIT {
    private static final long LIMIT_BYTES = 512L << 20;
    private static final String IDLE = "java -Xmx64m -cp /targets Idle & wait";

    @BeforeEach
    void needsContainers() {
        Lab.needsContainers();
    }

    static List<String> jdks() {
        return Lab.jdksForContainers();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void holdsTheLevelOfTheContainersLimit(String jdk) throws Exception {
        try (LabContainer container =
                LabContainer.start("it-jdk" + jdk, List.of("--jdk", jdk), "sh", "-c", IDLE)) {
            String pid = Integer.toString(container.jvmPid());
            for (String area : List.of("native", "direct")) {
                String amount = area.equals("native") ? "--level=80%" : "--add=48MiB";
                try (LauncherRun run =
                        LauncherRun.start("attach", pid, amount, "--hold", "2s", "--area", area)) {
                    run.awaitSaid("level reached");
                    if (area.equals("native")) {
                        assertWithinOnePercent(0.8 * LIMIT_BYTES, container.unreclaimableBytes());
                    }
                    assertEquals(0, run.exitCode(), run.said());
                }
            }
            assertFalse(container.log().contains("Full thread dump"), container.log());
        }
    }

    /** A shell is PID 1; children of several threads, grandchildren, one forked during the run. */
    @Test
    void protectsEveryProcessOfTheContainerAndRestoresEachScore() throws Exception {
        try (LabContainer container =
                LabContainer.start(
                        "it-guard",
                        List.of("--score", "500"),
                        "sh",
                        "-c",
                        "mkfifo /tmp/in; java -Xmx64m -cp /targets Forks 0<>/tmp/in & wait")) {
            Lab.await("shell, JVM, 3 shells with a sleep each", () -> container.pids().size() == 8);
            assertEquals(List.of(500), scores(container));
            try (LauncherRun run =
                    LauncherRun.start(
                            "attach",
                            Integer.toString(container.jvmPid()),
                            "--level=80%",
                            Lab.hold(4),
                            "--avoid-being-killed=100")) {
                run.awaitSaid("level reached");
                assertEquals(List.of(100), scores(container));
                send(container, "x");
                Lab.await("a fourth shell with its sleep", () -> container.pids().size() == 10);
                assertEquals(List.of(100), scores(container));
                assertWithinOnePercent(0.8 * LIMIT_BYTES, container.unreclaimableBytes());
                assertEquals(0, run.exitCode(), run.said());
                assertTrue(run.out().contains("every score is restored"), run.said());
            }
            assertEquals(10, container.pids().size());
            assertEquals(List.of(500), scores(container));
        }
    }

    /** The application takes 60 MiB at some 400 MiB/s, and frees them again. */
    @Test
    void givesBackWhenTheApplicationGrowsAndTakesItAgainWhenItShrinks() throws Exception {
        try (LabContainer container =
                LabContainer.start(
                        "it-two-way",
                        List.of(),
                        "sh",
                        "-c",
                        "mkfifo /tmp/in; java -Xmx64m -cp /targets Grows 0<>/tmp/in & wait")) {
            try (LauncherRun run =
                    LauncherRun.start(
                            "attach",
                            Integer.toString(container.jvmPid()),
                            "--level=80%",
                            "--hold=10m")) {
                run.awaitSaid("level reached");
                long rss = residentBytes(container);
                for (String command : List.of("g:GROWN", "f:FREED", "g:GROWN")) {
                    String[] sentAndSaid = command.split(":");
                    int said = count(container.log(), sentAndSaid[1]);
                    send(container, sentAndSaid[0]);
                    Lab.await(command, () -> count(container.log(), sentAndSaid[1]) > said);
                    Lab.await(
                            "the level is held again after " + command,
                            () ->
                                    isWithinOnePercent(container)
                                            && isNear(rss, residentBytes(container)));
                }
                assertTrue(run.isAlive(), run.said());
                run.signal("TERM");
                assertEquals(6, run.exitCode(), run.said());
            }
        }
    }

    private static long residentBytes(LabContainer container) throws IOException {
        return Proc.host().status(container.jvmPid()).residentBytes().bytes();
    }

    private static boolean isNear(long wanted, long bytes) {
        return Math.abs(bytes - wanted) < LIMIT_BYTES / 50;
    }

    private static boolean isWithinOnePercent(LabContainer container) throws IOException {
        return Math.abs(container.unreclaimableBytes() - 0.8 * LIMIT_BYTES) <= 0.01 * LIMIT_BYTES;
    }

    private static int count(String text, String word) {
        return text.split(word, -1).length - 1;
    }

    private static void send(LabContainer container, String command) throws IOException {
        Lab.run("runc", "exec", container.name(), "sh", "-c", "printf " + command + " > /tmp/in");
    }

    @Test
    void guardsByContainerAndThePidInsideIt() throws Exception {
        try (LabContainer container =
                LabContainer.start("it-sidecar", List.of("--score", "500"), "sh", "-c", IDLE)) {
            int inside = Proc.host().status(container.jvmPid()).innermostPid();
            try (LauncherRun run =
                    LauncherRun.start(
                            "guard",
                            "--container",
                            "it-side",
                            "--pid",
                            Integer.toString(inside),
                            "--score",
                            "100")) {
                run.awaitSaid("Ctrl-C ends it");
                assertEquals(List.of(100), scores(container));
                // One that enters from outside, as `docker exec` does, starts with its own score.
                Lab.run(
                        "sh",
                        "-c",
                        "runc exec --detach " + container.name() + " sleep 3600 > /dev/null 2>&1");
                Lab.await(
                        "the newcomer is protected", () -> scores(container).equals(List.of(100)));
                run.signal("TERM");
                assertEquals(0, run.exitCode(), run.said());
            }
            assertFalse(scores(container).contains(100), "left: " + scores(container));
        }
    }

    /** Groups below the container's own, made by a systemd or a container engine inside it. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "KILL"})
    void reachesGroupsBelowOfAnyNameAlsoThoseThatVanish(String signal) throws Exception {
        try (LabContainer container =
                        LabContainer.start(
                                "it-below", List.of("--score", "500"), "sh", "-c", IDLE);
                LauncherRun run =
                        LauncherRun.start(
                                "guard",
                                Integer.toString(container.firstPid()),
                                "--score",
                                "100",
                                "--scores-by",
                                "direct")) {
            run.awaitSaid("Ctrl-C ends it");
            Path hidden = Files.createDirectory(container.cgroup().resolve(".hidden * $(id)"));
            Process inHidden =
                    new ProcessBuilder("choom", "-n", "500", "--", "sleep", "3600").start();
            int pid = (int) inHidden.pid();
            try {
                Files.writeString(hidden.resolve("cgroup.procs"), Integer.toString(pid));
                Lab.await("it is protected too", () -> Proc.host().oomScoreAdj(pid) == 100);
                for (int i = 0; i < 200; i++) {
                    Files.delete(Files.createDirectory(container.cgroup().resolve("fleeting")));
                }
                assertTrue(run.isAlive(), run.said());
                run.signal(signal);
                run.exitCode();
                Lab.await("its score comes back", () -> Proc.host().oomScoreAdj(pid) == 500);
                Lab.await("all come back", () -> scores(container).equals(List.of(500)));
            } finally {
                inHidden.destroyForcibly().waitFor();
                Lab.await(
                        "the group is empty",
                        () -> Files.readString(hidden.resolve("cgroup.procs")).isEmpty());
                Files.delete(hidden);
            }
        }
    }

    @Test
    void theGuardEndsWithItsContainer() throws Exception {
        try (LauncherRun run = guardOfAContainerThatEnds()) {
            assertEquals(0, run.exitCode(), run.said());
        }
    }

    private static LauncherRun guardOfAContainerThatEnds() throws Exception {
        try (LabContainer container =
                LabContainer.start("it-ends", List.of("--score", "500"), "sh", "-c", IDLE)) {
            LauncherRun run =
                    LauncherRun.start(
                            "guard", Integer.toString(container.firstPid()), "--score", "100");
            run.awaitSaid("Ctrl-C ends it");
            return run;
        }
    }

    @Test
    void aContainerThatIsNotThereIsRefused() throws Exception {
        try (LauncherRun run = LauncherRun.of("guard", "--container", "no-such-container")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("no process fits"), run.said());
        }
    }

    @Test
    void attachesFromInsideAndSendsTheGuardToTheHost() throws Exception {
        Path jars = Lab.launcherJar().getParent();
        try (LabContainer container =
                LabContainer.start(
                        "it-inside",
                        List.of("--score", "500", "--mount", jars + ":/ballast"),
                        "sh",
                        "-c",
                        IDLE)) {
            int inside = Proc.host().status(container.jvmPid()).innermostPid();
            String refused =
                    inside(
                            container,
                            "attach " + inside + " --level 60% --avoid-being-killed; echo exit $?");
            assertTrue(
                    refused.contains("guard --container") && refused.contains("--pid " + inside),
                    refused);
            assertTrue(refused.contains("exit 1"), refused);
            String held =
                    inside(container, "attach " + inside + " --level 60% --hold 1s; echo exit $?");
            assertTrue(held.contains("result: held") && held.contains("exit 0"), held);
            String tooHigh = inside(container, "attach " + inside + " --level 95%; echo exit $?");
            assertTrue(tooHigh.contains("is the highest level from in here"), tooHigh);
        }
    }

    private static String inside(LabContainer container, String arguments) throws IOException {
        return Lab.run(
                "runc",
                "exec",
                "--user",
                "1000:1000",
                container.name(),
                "sh",
                "-c",
                "java -jar /ballast/launcher.jar " + arguments);
    }

    /** The different ones. */
    private static List<Integer> scores(LabContainer container) throws IOException {
        return container.scores().values().stream().distinct().sorted().toList();
    }

    private static void assertWithinOnePercent(double wanted, long use) {
        assertTrue(
                Math.abs(use - wanted) <= 0.01 * LIMIT_BYTES,
                "the kernel counts " + use + " bytes, wanted were " + (long) wanted);
    }
}
