package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input: a clear error, the right exit code, and a target that was not touched. */
class RefusalIT {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--level 0",
                "--level -1",
                "--level 0%",
                "--level 150%",
                "--level abc",
                "--level 80% --add 64MiB",
                "--add 0",
                "--add 64MiB --hold soon",
                "--add 64MiB --rate 0",
                "--add 64MiB --area heap",
                "--add 64MiB --avoid-being-killed=2000",
                "--add 64MiB --stop-when psi>20%",
                "--add 64MiB --stop-when oom-kill,free-host<5%",
                ""
            })
    void wrongUsageIsSaidAndExitsWith2(String options) throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run = attach(target, options)) {
            assertEquals(2, run.exitCode(), run.said());
            assertUntouched(target);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--level 9000GiB,is above the limit",
        "--add 9000GiB,is above the limit",
        "--level 1MiB,is not above what is already in use",
        "--reserve 9000GiB,is not above what is already in use",
        "--add 64MiB --json /nonexistent/file,cannot be written",
        "--add 64MiB --avoid-being-killed=900,Add --host when that is meant",
        "--add 64MiB --stop-when free-host<100%,it is broken before the run has begun"
    })
    void whatCannotBeReachedIsRefusedWithItsReason(String options, String reason) throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run = attach(target, options)) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains(reason), run.said());
            assertUntouched(target);
        }
    }

    @Test
    void aPidThatDoesNotExistIsRefused() throws Exception {
        try (LauncherRun run = LauncherRun.of("attach", "4194305", "--add", "64MiB")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("there is no process 4194305"), run.said());
        }
    }

    /** A sleep dies of SIGQUIT, so its life proves that none was sent. */
    @Test
    void aProcessThatIsNoJvmIsNotSignalled() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try (LauncherRun run =
                LauncherRun.of("attach", Long.toString(sleep.pid()), "--add", "64MiB")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("is not a HotSpot JVM"), run.said());
            assertTrue(sleep.isAlive());
        } finally {
            sleep.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:+DisableAttachMechanism,DisableAttachMechanism",
        "-XX:-EnableDynamicAgentLoading,EnableDynamicAgentLoading"
    })
    void aFlagThatRefusesAgentsIsNamed(String flag, String name) throws Exception {
        try (Target target = Target.start("Idle", flag);
                LauncherRun run = attach(target, "--add 64MiB")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains(name), run.said());
            assertUntouched(target);
        }
    }

    @Test
    void aJvmWithASecurityManagerIsRefused() throws Exception {
        try (Target target = Target.start("Idle", "-Djava.security.manager");
                LauncherRun run = attach(target, "--add 64MiB")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("-Djava.security.manager"), run.said());
            assertUntouched(target);
        }
    }

    @Test
    void aResultThatCannotBeDeliveredIsNotASuccess() throws Exception {
        try (Target target = Target.start("Idle")) {
            Process run =
                    new ProcessBuilder(
                                    Lab.java(),
                                    "-jar",
                                    Lab.launcherJar().toString(),
                                    "attach",
                                    target.pidText(),
                                    "--add=40MiB",
                                    "--hold=0")
                            .redirectOutput(Path.of("/dev/full").toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            assertEquals(1, run.waitFor());
        }
    }

    /** -Xrs opens the socket at the start; without it nothing may be sent. */
    @Test
    void aJvmThatDoesNotCatchSigquitIsNotSignalled() throws Exception {
        try (Target target = Target.start("Idle", "-Xrs")) {
            Path socket = Path.of("/tmp/.java_pid" + target.pid());
            Lab.await("the socket of -Xrs", () -> Files.exists(socket));
            Files.delete(socket);
            try (LauncherRun run = attach(target, "--add 64MiB")) {
                assertEquals(1, run.exitCode(), run.said());
                assertTrue(run.err().contains("does not catch SIGQUIT"), run.said());
                assertUntouched(target);
            }
        }
    }

    @Test
    void aJvmWithXrsAndItsSocketIsAttachedWithoutASignal() throws Exception {
        try (Target target = Target.start("Idle", "-Xrs");
                LauncherRun run = attach(target, "--add 64MiB --hold 0")) {
            assertEquals(0, run.exitCode(), run.said());
        }
    }

    @Test
    void aSecondAttachWhileOneRunsIsRefused() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun first = LauncherRun.holding(target, "64MiB")) {
            try (LauncherRun second = attach(target, "--add 64MiB")) {
                assertEquals(1, second.exitCode(), second.said());
                assertTrue(second.err().contains("another run of ballast"), second.said());
            }
            assertTrue(first.isAlive());
            first.signal("TERM");
            assertEquals(6, first.exitCode(), first.said());
        }
    }

    @Test
    void directMemoryAboveTheJvmsLimitIsRefusedAndUndone() throws Exception {
        try (Target target = Target.start("Idle", "-XX:MaxDirectMemorySize=64m");
                LauncherRun run = attach(target, "--add 100MiB --area direct")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.out().contains("MaxDirectMemorySize"), run.said());
            assertTrue(target.isAlive());
        }
    }

    @Test
    void anotherUsersJvmIsRefusedWithoutRights() throws Exception {
        Lab.needsRoot();
        try (Target target = Target.start("Idle");
                LauncherRun run =
                        LauncherRun.start(
                                new ProcessBuilder(
                                        "setpriv",
                                        "--reuid=65534",
                                        "--regid=65534",
                                        "--clear-groups"),
                                "attach",
                                target.pidText(),
                                "--add",
                                "64MiB")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("belongs to user 0"), run.said());
            assertUntouched(target);
        }
    }

    @Test
    void chosenChoomThatIsNotInstalledIsRefused(@TempDir Path programs) throws Exception {
        for (String program : List.of("bash", "setsid", "cat")) {
            Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
        }
        ProcessBuilder as = new ProcessBuilder();
        as.environment().put("PATH", programs.toString());
        try (Target target = Target.start("Idle");
                LauncherRun run =
                        LauncherRun.start(
                                as,
                                "attach",
                                target.pidText(),
                                "--add",
                                "64MiB",
                                "--avoid-being-killed=900",
                                "--host",
                                "--scores-by",
                                "choom")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("choom is not installed"), run.said());
            assertUntouched(target);
        }
    }

    @Test
    void aContainerWithoutAWritableTmpIsNotSignalled() throws Exception {
        Lab.needsContainers();
        try (LabContainer container =
                        LabContainer.start(
                                "it-readonly-tmp",
                                List.of("--tmp", "ro"),
                                "java",
                                "-cp",
                                "/targets",
                                "Idle");
                LauncherRun run =
                        LauncherRun.of(
                                "attach", Integer.toString(container.jvmPid()), "--add", "64MiB")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("is not writable"), run.said());
            assertFalse(container.log().contains("Full thread dump"), container.log());
        }
    }

    private static LauncherRun attach(Target target, String options)
            throws IOException, InterruptedException {
        String words = "attach " + target.pidText() + " " + options;
        return LauncherRun.of(words.strip().split(" +"));
    }

    /** Alive, without an attach socket that we had asked for, and without a thread dump. */
    private static void assertUntouched(Target target) throws IOException {
        assertTrue(target.isAlive());
        assertFalse(target.endAndRead().contains("Full thread dump"));
    }
}
