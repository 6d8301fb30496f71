package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets that are named by a container or a main class instead of a PID. */
class SelectIT {
    private static final String TWO =
            "java -Xmx64m -cp /targets Idle & java -Xmx64m -cp /targets Grows < /dev/zero & wait";

    @BeforeEach
    void needsContainers() {
        Lab.needsContainers();
    }

    @Test
    void everyCommandTakesAContainerForATarget() throws Exception {
        try (LabContainer container =
                LabContainer.start(
                        "it-select",
                        List.of(),
                        "sh",
                        "-c",
                        "java -Xmx64m -cp /targets Idle & wait")) {
            String pid = Integer.toString(container.jvmPid());
            try (LauncherRun run =
                    LauncherRun.start(
                            "attach", "--container", "it-select", "--add", "32MiB", "--hold=10m")) {
                run.awaitSaid("level reached");
                assertSays("JVM " + pid, 0, "status", "--container", "it-select");
                assertSays("it-select", 0, "victims", "--container", "it-select", "--pid", "1");
                assertSays("other runs", 1, "doctor", "--container", "it-select");
                assertSays("JVM " + pid, 0, "stop", "--container", "it-select");
                assertEquals(6, run.exitCode(), run.said());
            }
            assertSays("no run of this user", 1, "status", "--container", "it-select");
            assertSays("nothing to stop", 0, "stop", "--container", "it-select");
        }
    }

    private static void assertSays(String words, int exitCode, String... arguments)
            throws Exception {
        try (LauncherRun run = LauncherRun.of(arguments)) {
            assertEquals(exitCode, run.exitCode(), run.said());
            assertTrue(run.out().contains(words), run.said());
        }
    }

    @Test
    void twoJvmsOfAContainerAreListedAndTheMainClassTellsThemApart() throws Exception {
        try (LabContainer container =
                LabContainer.start("it-select-two", List.of(), "sh", "-c", TWO)) {
            Lab.await("both JVMs", () -> container.log().split("READY", -1).length == 3);
            try (LauncherRun run =
                    LauncherRun.of("attach", "--container", "it-select-two", "--add", "32MiB")) {
                assertEquals(1, run.exitCode(), run.said());
                assertTrue(run.err().contains("fits more than one JVM"), run.said());
                assertTrue(run.err().contains("it-select-two: Idle\n"), run.said());
                assertTrue(run.err().contains("it-select-two: Grows\n"), run.said());
            }
            assertSays(
                    "result: held",
                    0,
                    "attach",
                    "--container",
                    "it-select-two",
                    "--main-class",
                    "Grows",
                    "--add=32MiB",
                    "--hold=0");
            assertFalse(container.log().contains("Full thread dump"), container.log());
        }
    }

    @Test
    void aMainClassAloneIsEnoughOnTheHost() throws Exception {
        List<String> java =
                List.of(Lab.java(), "-cp", Lab.targets().toString(), "Swells", "1", "1");
        try (Target target = Target.start(java, "Swells");
                LauncherRun run =
                        LauncherRun.of(
                                "attach", "--main-class", "Swells", "--add=8MiB", "--dry-run")) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().contains("plan for JVM " + target.pidText()), run.said());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attach --container nobody --add 8MiB | 1 | no JVM fits `--container nobody`",
                "attach 1 --container nobody --add 8MiB | 2 | mutually exclusive",
                "attach --add 8MiB | 2 | Missing required argument",
                "guard --pid 7 | 2 | --pid is a PID inside a container",
                "attach --pod shop --add 8MiB | 2 | --pod is NAMESPACE/NAME",
                "attach --container-name app --add 8MiB | 2 | --container-name needs --pod",
                "victims --pod prod/shop-0 | 1 | no process fits `--pod prod/shop-0 --pid 1`",
                "stop --container nobody | 0 | nothing to stop"
            })
    void whatFitsNobodyIsSaid(String arguments, int exitCode, String words) throws Exception {
        try (LauncherRun run = LauncherRun.of(arguments.split(" "))) {
            assertEquals(exitCode, run.exitCode(), run.said());
            assertTrue(run.said().contains(words), run.said());
        }
    }
}
