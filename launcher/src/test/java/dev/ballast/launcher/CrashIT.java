package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever dies half-way, nothing stays behind. */
class CrashIT {
    private static final int SCORE = 100;
    private static final long MIB = 1 << 20;

    /** STOP lasts longer than the lease: agent and restorer take the launcher for dead. */
    @ParameterizedTest
    @CsvSource({"KILL,grow", "KILL,hold", "STOP,grow", "STOP,hold"})
    void memoryAndScoresComeBackWhenTheLauncherIsGone(String signal, String phase)
            throws Exception {
        Lab.needsProgram("choom");
        try (Target target = forking();
                LauncherRun run = startGuarded(target, phase)) {
            run.awaitSaid(phase.equals("grow") ? "agent loaded" : "level reached");
            Path journal = run.journal();
            Lab.await("memory is held", () -> target.residentBytes() > 100 * MIB);
            assertTrue(scoresBelow(target).contains(SCORE));
            run.signal(signal);
            Lab.await("the memory is given back", () -> target.residentBytes() < 100 * MIB);
            Lab.await("no process keeps the score", () -> !scoresBelow(target).contains(SCORE));
            assertEquals(List.of(500), scoresBelow(target));
            if (signal.equals("STOP")) {
                run.signal("CONT");
                assertEquals(phase.equals("grow") ? 1 : 5, run.exitCode(), run.said());
                String result = run.out().lines().findFirst().orElseThrow();
                assertTrue(
                        result.contains("heard nothing from the launcher for 2 s")
                                || result.contains("the launcher did not run for"),
                        run.said());
            }
            Lab.await("nobody takes the score later", () -> !scoresBelow(target).contains(SCORE));
            assertRecovered(journal);
        }
    }

    @Test
    void aTruncatedPageEndsTheRunAndNotTheLauncherOrTheTarget() throws Exception {
        Lab.needsRoot();
        try (Target target = Target.start("Idle");
                LauncherRun run = LauncherRun.holding(target, "100MiB")) {
            Files.newByteChannel(page(target), java.nio.file.StandardOpenOption.WRITE)
                    .truncate(0)
                    .close();
            assertEquals(5, run.exitCode(), run.said());
            assertTrue(run.out().contains("page"), run.said());
            Lab.await("the memory is given back", () -> target.residentBytes() < 100 * MIB);
            assertTrue(target.isAlive());
        }
    }

    @Test
    void anOverwrittenPageEndsTheRunAndGivesTheMemoryBack() throws Exception {
        Lab.needsRoot();
        try (Target target = Target.start("Idle");
                LauncherRun run = LauncherRun.holding(target, "100MiB")) {
            byte[] nonsense = new byte[4096];
            java.util.Arrays.fill(nonsense, (byte) 0x5a);
            Files.write(page(target), nonsense, java.nio.file.StandardOpenOption.WRITE);
            assertEquals(5, run.exitCode(), run.said());
            assertTrue(
                    run.out().contains("overwritten") || run.out().contains("changed"), run.said());
            Lab.await("the memory is given back", () -> target.residentBytes() < 100 * MIB);
            assertTrue(target.isAlive());
        }
    }

    @Test
    void aKilledRestorerIsReplacedAtTheEnd() throws Exception {
        Lab.needsProgram("choom");
        try (Target target = forking();
                LauncherRun run = startGuarded(target, "hold")) {
            run.awaitSaid("level reached");
            ProcessHandle restorer =
                    ProcessHandle.of(run.pid()).orElseThrow().children().findFirst().orElseThrow();
            restorer.destroyForcibly();
            assertEquals(5, run.exitCode(), run.said());
            assertEquals(List.of(500), scoresBelow(target));
        }
    }

    @Test
    void aDryRecoveryListsWhatIsLeftAndTouchesNothing(@TempDir Path folder) throws Exception {
        Lab.needsProgram("choom");
        try (Target target = Target.start(List.of("choom", "-n", "500", "--", Lab.java()), "Idle");
                LauncherRun run =
                        LauncherRun.start(
                                Lab.alone(folder), "guard", target.pidText(), "--score=100")) {
            run.awaitSaid("Ctrl-C ends it");
            ProcessHandle restorer =
                    ProcessHandle.of(run.pid()).orElseThrow().children().findFirst().orElseThrow();
            run.signal("STOP"); // else it would start another restorer
            restorer.destroyForcibly();
            run.signal("KILL");
            run.exitCode();
            try (LauncherRun dry = LauncherRun.of(Lab.alone(folder), "recover", "--dry-run")) {
                assertEquals(0, dry.exitCode(), dry.said());
                assertEquals("would restore the scores of run " + run.pid() + "\n", dry.out());
            }
            assertEquals(SCORE, Proc.host().oomScoreAdj(target.pid()));
            try (LauncherRun recover = LauncherRun.of(Lab.alone(folder), "recover")) {
                assertEquals(0, recover.exitCode(), recover.said());
                assertEquals("restored the scores of run " + run.pid() + "\n", recover.out());
            }
            assertEquals(500, Proc.host().oomScoreAdj(target.pid()));
            try (LauncherRun dry = LauncherRun.of(Lab.alone(folder), "recover", "--dry-run")) {
                assertEquals("nothing was left behind\n", dry.out());
            }
        }
    }

    /** The page has no name any more; the kernel still leads to it through the mapping. */
    private static Path page(Target target) throws IOException {
        for (String line : Files.readAllLines(Proc.host().path(target.pid()).resolve("maps"))) {
            if (line.endsWith("/page (deleted)")) {
                String range = line.substring(0, line.indexOf(' '));
                return Proc.host().path(target.pid()).resolve("map_files").resolve(range);
            }
        }
        throw new AssertionError("the target maps no page");
    }

    private static Target forking() throws IOException {
        return Target.start(List.of("choom", "-n", "500", "--", Lab.java()), "ForksAlways");
    }

    private static LauncherRun startGuarded(Target target, String phase) throws IOException {
        String rate = phase.equals("grow") ? "40MiB/s" : "1GiB/s";
        return LauncherRun.start(
                "attach",
                target.pidText(),
                "--add=400MiB",
                "--hold=10m",
                "--rate=" + rate,
                "--avoid-being-killed=" + SCORE,
                "--host",
                "--scores-by=direct");
    }

    /** The different scores of the target and everything below it. */
    private static List<Integer> scoresBelow(Target target) throws IOException {
        Proc proc = Proc.host();
        return Stream.concat(Stream.of(target.process().toHandle()), target.process().descendants())
                .map(handle -> score(proc, (int) handle.pid()))
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Integer> score(Proc proc, int pid) {
        try {
            return List.of(proc.oomScoreAdj(pid));
        } catch (ProcessGone exited) {
            return List.of();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void assertRecovered(Path journal) throws Exception {
        try (LauncherRun recover = LauncherRun.of("recover")) {
            assertEquals(0, recover.exitCode(), recover.said());
        }
        assertFalse(Files.exists(journal));
    }
}
