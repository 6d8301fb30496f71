package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A container at 90 % whose every process has the score with which the OOM killer takes nobody. It
 * takes CAP_SYS_RESOURCE. A shell is PID 1, and one process has a score of its own before the run.
 */
@Tag(Vm.ONLY)
class LowestScoreIT {
    private static final long LIMIT_BYTES = 512L << 20;

    private LabContainer container;
    private Map<Integer, Integer> ownScores;
    private long ownResidentBytes;

    @BeforeEach
    void start() throws Exception {
        container =
                LabContainer.start(
                        "it-lowest",
                        List.of(),
                        "sh",
                        "-c",
                        "java -Xmx64m -cp /targets Forks & wait");
        Lab.await("shell, JVM, 3 shells with a sleep each", () -> container.pids().size() == 8);
        Lab.run("choom", "-p", Integer.toString(container.pids().get(7)), "-n", "700");
        ownScores = container.scores();
        assertEquals(Set.of(0, 700), Set.copyOf(ownScores.values()));
        ownResidentBytes = residentBytes();
    }

    @AfterEach
    void delete() throws IOException {
        container.close();
    }

    @Test
    void isSetForEveryProcessAndEachGetsItsOwnBack() throws Exception {
        try (LauncherRun run = protectedRun(Lab.hold(4))) {
            assertHeldAndProtected(run);
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().contains("every score is restored"), run.said());
        }
        assertEquals(ownScores, container.scores());
        assertTrue(isGivenBack(), ownResidentBytes + " before, " + residentBytes() + " after");
    }

    /** STOP lasts longer than the lease: agent and restorer take the launcher for dead. */
    @ParameterizedTest
    @ValueSource(strings = {"KILL", "STOP"})
    void doesNotOutliveTheLauncher(String signal) throws Exception {
        try (LauncherRun run = protectedRun("--hold=10m")) {
            assertHeldAndProtected(run);
            run.signal(signal);
            Lab.await("every score comes back", () -> container.scores().equals(ownScores));
            Lab.await("the memory is given back", this::isGivenBack);
        }
        try (LauncherRun recover = LauncherRun.of("recover")) {
            assertEquals(0, recover.exitCode(), recover.said());
        }
        try (Stream<Path> journals = Files.list(Path.of("/run/ballast"))) {
            assertEquals(List.of(), journals.toList());
        }
    }

    private LauncherRun protectedRun(String hold) throws IOException {
        return LauncherRun.start(
                "attach",
                Integer.toString(container.jvmPid()),
                "--level=90%",
                hold,
                "--avoid-being-killed");
    }

    private void assertHeldAndProtected(LauncherRun run) throws Exception {
        run.awaitSaid("level reached");
        Lab.await("the kernel counts 90 %, to 1 % of the limit", this::isHeld);
        assertEquals(8, container.scores().size());
        assertEquals(Set.of(-1000), Set.copyOf(container.scores().values()));
    }

    private boolean isHeld() throws IOException {
        long error = container.unreclaimableBytes() - LIMIT_BYTES * 9 / 10;
        return Math.abs(error) <= LIMIT_BYTES / 100;
    }

    private boolean isGivenBack() throws IOException {
        return residentBytes() < ownResidentBytes + LIMIT_BYTES / 10;
    }

    private long residentBytes() throws IOException {
        return Proc.host().status(container.jvmPid()).residentBytes().bytes();
    }
}
