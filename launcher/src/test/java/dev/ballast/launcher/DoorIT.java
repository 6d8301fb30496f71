package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import dev.ballast.launcher.proc.Proc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JVMs that are started with {@code -javaagent:agent.jar}: no attach, no signal, no warning. */
class DoorIT {
    private static final String AGENT = "-javaagent:" + Lab.agentJar();

    /** Twice, on a JVM that refuses every attach, which prints nothing and keeps nothing open. */
    @Test
    void holdsWithoutAnyAttach() throws Exception {
        try (Target target = Target.start("Idle", AGENT, "-XX:+DisableAttachMechanism")) {
            TreeSet<String> before = target.openFiles();
            for (int run = 0; run < 2; run++) {
                assertHeld(target.pid(), "native");
            }
            assertHeld(target.pid(), "direct");
            assertEquals(before, target.openFiles());
            assertFalse(Files.exists(Path.of("/tmp/.java_pid" + target.pid())));
            assertEquals("", target.endAndRead());
        }
    }

    private static void assertHeld(int pid, String area) throws Exception {
        try (LauncherRun run =
                LauncherRun.of(
                        "attach",
                        Integer.toString(pid),
                        "--add=32MiB",
                        "--hold=0",
                        "--area",
                        area)) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().contains("given back, the agent has confirmed it"), run.said());
            assertFalse(Proc.host().threads(pid).containsValue("ballast-holder"));
        }
    }

    static List<String> jdks() {
        return Lab.jdksForContainers();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void holdsInAContainer(String jdk) throws Exception {
        Lab.needsContainers();
        String agent = Lab.agentJar().getParent() + ":/agent";
        String java = "java -javaagent:/agent/agent.jar -XX:+DisableAttachMechanism";
        try (LabContainer container =
                LabContainer.start(
                        "it-door",
                        List.of("--jdk", jdk, "--mount", agent),
                        "sh",
                        "-c",
                        java + " -Xmx64m -cp /targets Idle & wait")) {
            TreeSet<String> before = container.tmp();
            assertHeld(container.jvmPid(), "native");
            assertEquals(before, container.tmp());
            assertEquals("READY\n", container.log());
        }
    }

    /** The launcher writes into no file that is not what the agent itself has made. */
    @Test
    void refusesWhatIsOnlyCalledADoor() throws Exception {
        try (Target target = Target.start("FakesDoor", "-XX:+DisableAttachMechanism");
                LauncherRun run = LauncherRun.of("attach", target.pidText(), "--add=32MiB")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("none of its open files is what"), run.said());
            assertTrue(target.isAlive());
            assertEquals("", target.endAndRead());
        }
    }

    @Test
    void aLauncherThatIsKilledLeavesNothing() throws Exception {
        try (Target target = Target.start("Idle", AGENT)) {
            try (LauncherRun run = LauncherRun.holding(target, "64MiB")) {
                run.kill();
                Lab.await(
                        "the agent gives back",
                        () -> !Proc.host().threads(target.pid()).containsValue("ballast-holder"));
            }
            assertHeld(target.pid(), "native");
        }
    }
}
