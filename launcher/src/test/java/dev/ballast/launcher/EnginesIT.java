package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Vm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The main job on a JVM in a container of each engine. The image has a JRE and no shell, the JVM is
 * PID 1; with rootless podman its user is one that exists on the host only as a number, or the one
 * who runs podman.
 */
@Tag(Vm.ENGINES)
class EnginesIT {
    private static final long LIMIT_BYTES = 256L << 20;

    @ParameterizedTest
    @CsvSource({
        "docker, 1000",
        "containerd, 1000",
        "podman, 1000",
        "podman-rootless, 1000",
        "podman-rootless, 0",
        "runc, 1000",
        "crun, 1000"
    })
    void holdsTheLevelRestoresTheScoreAndLeavesNothing(String engine, String user)
            throws Exception {
        try (LabContainer container = idle(engine, user)) {
            TreeSet<String> expected = container.tmp();
            expected.add(".java_pid1");
            Map<Integer, Integer> scores = container.scores();
            assertListed(container, engine.replace("-rootless", ""));
            try (LauncherRun run =
                    LauncherRun.start(
                            "attach",
                            "--container",
                            container.name(),
                            "--level=80%",
                            Lab.hold(1),
                            "--avoid-being-killed")) {
                run.awaitSaid("level reached");
                assertEquals(Set.of(-1000), Set.copyOf(container.scores().values()), run.said());
                assertWithinOnePercent(0.8 * LIMIT_BYTES, container.unreclaimableBytes());
                assertEquals(0, run.exitCode(), run.said());
            }
            assertEquals(scores, container.scores());
            assertEquals(expected, container.tmp());
        }
    }

    private static void assertListed(LabContainer container, String engine) throws Exception {
        try (LauncherRun list = LauncherRun.of("list", "--json")) {
            assertTrue(list.out().contains("\"engine\" : \"" + engine + "\""), list.said());
            assertTrue(list.out().contains("\"name\" : \"" + container.name()), list.said());
        }
    }

    /** The kernel keeps everybody out who is not in the user namespace, root too. */
    @Test
    void onFuseItIsRefusedFromOutsideAndHeldFromInsideTheUserNamespace() throws Exception {
        try (LabContainer container = idle("podman-fuse", "0")) {
            String pid = Integer.toString(container.firstPid());
            try (LauncherRun outside = LauncherRun.of("attach", pid, "--level=60%")) {
                assertEquals(1, outside.exitCode(), outside.said());
                assertTrue(outside.err().contains("it is on fuse.fuse-overlayfs"), outside.said());
                assertTrue(
                        outside.err().contains("nsenter --user --target " + pid), outside.said());
            }
            ProcessBuilder inside = new ProcessBuilder("nsenter", "--user", "--target", pid);
            try (LauncherRun run =
                    LauncherRun.of(inside, "attach", pid, "--level=60%", "--hold=1s")) {
                assertEquals(0, run.exitCode(), run.said());
            }
            assertEquals(".java_pid1\nhsperfdata_root\n", filesInTmp(pid));
        }
    }

    /** Seen from inside the user namespace. */
    private static String filesInTmp(String pid) throws IOException {
        return Lab.run(
                "nsenter", "--user", "--target", pid, "ls", "-A", "/proc/" + pid + "/root/tmp");
    }

    private static LabContainer idle(String engine, String user) throws Exception {
        List<String> options = engine.equals("containerd") ? List.of() : List.of("--user", user);
        return LabContainer.startWith(
                engine, "it-" + user, options, "java", "-Xmx32m", "-cp", "/targets", "Idle");
    }

    private static void assertWithinOnePercent(double wanted, long use) {
        assertTrue(
                Math.abs(use - wanted) <= 0.01 * LIMIT_BYTES,
                "the kernel counts " + use + " bytes, wanted were " + (long) wanted);
    }
}
