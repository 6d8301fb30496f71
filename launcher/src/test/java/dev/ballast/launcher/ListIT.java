package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import dev.ballast.launcher.lab.Vm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code list}: what is told of JVMs on the host and in containers, and that none is touched. */
class ListIT {
    private static final long MIB = 1 << 20;

    private static Map<?, ?> seen(int pid) throws Exception {
        return seen(new ProcessBuilder(), pid);
    }

    private static Map<?, ?> seen(ProcessBuilder as, int pid) throws Exception {
        try (LauncherRun run = LauncherRun.of(as, "list", "--json")) {
            assertEquals(0, run.exitCode(), run.said());
            List<?> jvms = (List<?>) ((Map<?, ?>) JSON.std.anyFrom(run.out())).get("jvms");
            return jvms.stream()
                    .map(jvm -> (Map<?, ?>) jvm)
                    .filter(jvm -> jvm.get("pid").equals(pid))
                    .findFirst()
                    .orElse(Map.of());
        }
    }

    /** {@code -XX:+UseSerialGC} and so on; each publishes its heap in its own way. */
    @ParameterizedTest
    @ValueSource(strings = {"Serial", "Parallel", "G1", "Z"})
    void tellsTheHeapOfEveryCollector(String collector) throws Exception {
        try (Target target = Target.start("Idle", "-XX:+Use" + collector + "GC", "-Xmx96m")) {
            Map<?, ?> jvm = seen(target.pid());
            assertEquals(96 * MIB, ((Number) jvm.get("heapMaxBytes")).longValue(), jvm::toString);
            long used = ((Number) jvm.get("heapUsedBytes")).longValue();
            assertTrue(used >= 0 && used < 96 * MIB, jvm::toString);
            assertEquals("Idle", jvm.get("main"));
            assertEquals(Runtime.version().feature(), major(jvm.get("jdk")));
            assertNull(jvm.get("container"));
            assertEquals(true, jvm.get("attachable"), jvm::toString);
            assertUntouched(target);
        }
    }

    private static int major(Object version) {
        return Integer.parseInt(version.toString().split("[.+-]")[0]);
    }

    private static void assertUntouched(Target target) throws IOException {
        assertTrue(target.isAlive());
        assertFalse(Files.exists(Path.of("/tmp/.java_pid" + target.pid())));
        assertEquals("", target.endAndRead());
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:+DisableAttachMechanism,-XX:+DisableAttachMechanism",
        "-XX:-EnableDynamicAgentLoading,-XX:-EnableDynamicAgentLoading",
        "-Xrs,does not catch SIGQUIT"
    })
    void saysWhyAJvmCannotBeAttachedTo(String flag, String reason) throws Exception {
        try (Target target = Target.start("Idle", flag)) {
            Files.deleteIfExists(Path.of("/tmp/.java_pid" + target.pid()));
            Map<?, ?> jvm = seen(target.pid());
            assertEquals(false, jvm.get("attachable"), jvm::toString);
            assertTrue(jvm.get("obstacle").toString().contains(reason), jvm::toString);
            assertUntouched(target);
        }
    }

    @Test
    void saysThatAStoppedJvmCannotAnswer() throws Exception {
        try (Target target = Target.start("Idle")) {
            target.signal("STOP");
            try (LauncherRun run = LauncherRun.of("attach", target.pidText(), "--add", "64MiB")) {
                assertTrue(seen(target.pid()).get("obstacle").toString().contains("is stopped"));
                assertEquals(1, run.exitCode(), run.said());
                assertTrue(run.err().contains("is stopped"), run.said());
            } finally {
                target.signal("CONT");
            }
            assertUntouched(target);
        }
    }

    @Test
    void tellsAJvmThatPublishesNothing() throws Exception {
        try (Target target = Target.start("Idle", "-XX:-UsePerfData")) {
            Map<?, ?> jvm = seen(target.pid());
            assertNull(jvm.get("heapMaxBytes"));
            assertEquals("Idle", jvm.get("main"));
            assertEquals(Runtime.version().feature(), major(jvm.get("jdk")));
        }
    }

    @Test
    void saysThatAJvmIsHeldAlready() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run = LauncherRun.holding(target, "64MiB")) {
            Map<?, ?> jvm = seen(target.pid());
            assertTrue(jvm.get("obstacle").toString().contains("another run"), jvm::toString);
            run.signal("TERM");
            assertEquals(6, run.exitCode(), run.said());
        }
    }

    static List<String> jdks() {
        return Lab.jdksForContainers();
    }

    @Tag(Vm.ALSO)
    @ParameterizedTest
    @MethodSource("jdks")
    void tellsWhereAJvmInAContainerIs(String jdk) throws Exception {
        Lab.needsContainers();
        try (LabContainer container =
                LabContainer.start(
                        "it-list",
                        List.of("--jdk", jdk, "--score", "300", "--user", "0"),
                        "sh",
                        "-c",
                        "java -Xmx64m -cp /targets Idle one two & wait")) {
            Map<?, ?> jvm = seen(container.jvmPid());
            Map<?, ?> in = (Map<?, ?>) jvm.get("container");
            assertEquals("it-list", in.get("id"), jvm::toString);
            assertEquals("runc", in.get("engine"), jvm::toString);
            assertEquals("lab", in.get("hostName"), jvm::toString);
            assertEquals(container.firstPid(), in.get("initPid"), jvm::toString);
            assertEquals("one two", jvm.get("arguments"), jvm::toString);
            assertEquals(512 * MIB, ((Number) jvm.get("limitBytes")).longValue(), jvm::toString);
            assertEquals(300, jvm.get("oomScoreAdj"), jvm::toString);
            assertEquals(64, ((Number) jvm.get("heapMaxBytes")).longValue() / MIB, jvm::toString);
            String version = jvm.get("jdk").toString();
            assertTrue(version.startsWith(jdk.equals("8") ? "1.8." : jdk), version);
            assertFalse(container.tmp().stream().anyMatch(name -> name.startsWith(".")));
            assertFalse(container.log().contains("Full thread dump"), container.log());
        }
    }

    /** In columns that begin where the header says, host first, then by container and PID. */
    @Test
    void printsAnAlignedTable() throws Exception {
        try (Target one = Target.start("Idle");
                Target two = Target.start("Idle");
                LauncherRun run = LauncherRun.of("list")) {
            List<String> lines = run.out().lines().toList();
            int main = lines.get(0).indexOf("MAIN");
            List<Integer> pids = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                if (line.startsWith("not ")) {
                    break;
                }
                assertEquals(' ', line.charAt(main - 1), run.out());
                assertTrue(line.charAt(main) != ' ', run.out());
                if (line.contains("  -  ")) {
                    pids.add(Integer.parseInt(line.strip().split(" ")[0]));
                }
            }
            assertEquals(pids.stream().sorted().toList(), pids, run.out());
            assertTrue(pids.containsAll(List.of(one.pid(), two.pid())), run.out());
        }
    }

    /** Its own JVM is listed to a user, those of others are counted. */
    @Test
    void listsAUsersOwnJvmsToThatUser() throws Exception {
        Lab.needsRoot();
        Lab.needsProgram("setpriv");
        List<String> asUser =
                List.of("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups");
        List<String> java = new ArrayList<>(asUser);
        java.add(Lab.java());
        try (Target own = Target.start(java, "Idle");
                Target others = Target.start("Idle");
                LauncherRun run = LauncherRun.of(new ProcessBuilder(asUser), "list", "--json")) {
            assertEquals(0, run.exitCode(), run.said());
            Map<?, ?> answer = (Map<?, ?>) JSON.std.anyFrom(run.out());
            String pids =
                    ((List<?>) answer.get("jvms"))
                            .stream()
                                    .map(jvm -> ((Map<?, ?>) jvm).get("pid").toString())
                                    .collect(Collectors.joining(" "));
            assertEquals(own.pidText(), pids, run.said());
            assertTrue(others.isAlive());
            assertTrue((Integer) answer.get("hidden") >= 1, run.said());
        }
    }

    /** What a process calls itself is not a terminal's to interpret. */
    @Test
    void printsNoControlCharactersOfATarget() throws Exception {
        String evil = "\u001b[2J\u001b]0;owned\u0007\r\nPID 1 yes";
        List<String> java = List.of(Lab.java(), "-cp", Lab.targets().toString(), "Idle", evil);
        try (Target target = Target.start(java, "Idle");
                LauncherRun run = LauncherRun.of("list", "--wide")) {
            assertTrue(run.out().contains("PID 1 yes"), run.said());
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().contains(target.pidText()), run.said());
            assertTrue(
                    run.out().chars().allMatch(c -> c == '\n' || c >= ' ' && c != 0x7f),
                    run.said());
        }
    }
}
