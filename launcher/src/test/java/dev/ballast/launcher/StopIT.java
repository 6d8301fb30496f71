package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import dev.ballast.launcher.proc.Proc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run is ended from another terminal, whoever of the two is dead or does not run. */
class StopIT {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"grow", "hold"})
    void returnsWhenTheRunHasBeenUndone(String phase) throws Exception {
        try (Target target = scored();
                LauncherRun run = guarded(target, phase.equals("grow") ? "100MiB/s" : "1GiB/s")) {
            run.awaitSaid(phase.equals("grow") ? "agent loaded" : "level reached");
            Lab.await("memory is held", () -> target.residentBytes() > 150 * MIB);
            Path journal = run.journal();
            assertTrue(Files.exists(journal));
            try (LauncherRun stop = stop(target)) {
                assertEquals(0, stop.exitCode(), stop.said());
                assertTrue(stop.out().startsWith("stopped the run against JVM"), stop.said());
            }
            assertTrue(target.residentBytes() < 150 * MIB, "" + target.residentBytes());
            assertEquals(500, Proc.host().oomScoreAdj(target.pid()));
            assertFalse(Files.exists(journal));
            assertEquals(6, run.exitCode(), run.said());
            assertTrue(run.out().startsWith("result: stopped by the user"), run.said());
            try (LauncherRun again = stop(target)) {
                assertEquals(0, again.exitCode(), again.said());
                assertTrue(again.out().contains("nothing to stop"), again.said());
            }
        }
    }

    @Test
    void aTargetThatIsGoneIsACleanStop() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run = LauncherRun.holding(target, "100MiB")) {
            target.process().destroyForcibly().onExit().join();
            try (LauncherRun stop = stop(target)) {
                assertEquals(0, stop.exitCode(), stop.said());
            }
            assertEquals(4, run.exitCode(), run.said());
        }
    }

    /** It cannot give its memory back, so that is said; it does by itself as soon as it runs. */
    @Test
    void returnsThoughTheTargetDoesNotRun() throws Exception {
        try (Target target = scored();
                LauncherRun run = guarded(target, "1GiB/s")) {
            run.awaitSaid("level reached");
            target.signal("STOP");
            try (LauncherRun stop = stop(target)) {
                assertEquals(1, stop.exitCode(), stop.said());
                assertTrue(stop.out().contains("has not confirmed"), stop.said());
            }
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.out().contains("failed - stopped by the user, but"), run.said());
            assertEquals(500, Proc.host().oomScoreAdj(target.pid()));
            target.signal("CONT");
            Lab.await("the memory is given back", () -> target.residentBytes() < 150 * MIB);
        }
    }

    @Test
    void letsAStoppedLauncherRunOnAndEndsIt() throws Exception {
        try (Target target = scored();
                LauncherRun run = guarded(target, "1GiB/s")) {
            run.awaitSaid("level reached");
            Path journal = run.journal();
            run.signal("STOP");
            try (LauncherRun status = LauncherRun.of("status", target.pidText())) {
                assertTrue(status.out().contains("which is stopped"), status.said());
            }
            try (LauncherRun stop = stop(target)) {
                assertEquals(0, stop.exitCode(), stop.said());
            }
            assertUndone(target, journal);
            assertTrue(run.exitCode() == 6 || run.exitCode() == 5, run.said());
        }
    }

    @Test
    void undoesWhatADeadLauncherHasLeft() throws Exception {
        try (Target target = scored();
                LauncherRun run = guarded(target, "1GiB/s")) {
            run.awaitSaid("level reached");
            Path journal = run.journal();
            run.signal("KILL");
            try (LauncherRun stop = stop(target)) {
                assertEquals(0, stop.exitCode(), stop.said());
                assertTrue(stop.out().contains("had died before"), stop.said());
            }
            assertUndone(target, journal);
        }
    }

    @Test
    void undoesWhatALauncherThatDiesOfTheSignalLeaves() throws Exception {
        ProcessBuilder withoutHandlers = new ProcessBuilder();
        withoutHandlers.environment().put("JAVA_TOOL_OPTIONS", "-Xrs");
        try (Target target = scored();
                LauncherRun run = guarded(withoutHandlers, target, "1GiB/s")) {
            run.awaitSaid("level reached");
            Path journal = run.journal();
            try (LauncherRun stop = stop(target)) {
                assertEquals(0, stop.exitCode(), stop.said());
                assertTrue(stop.out().contains("ended without undoing"), stop.said());
            }
            assertUndone(target, journal);
            // -Xrs has made it at the launcher's start, and nobody removes it.
            Files.deleteIfExists(Path.of("/tmp/.java_pid" + run.pid()));
        }
    }

    @Test
    void theLaunchersOwnNumberIsNotTakenForATarget() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run = LauncherRun.holding(target, "100MiB");
                LauncherRun stop = LauncherRun.of("stop", Integer.toString(run.pid()))) {
            assertEquals(1, stop.exitCode(), stop.said());
            assertTrue(stop.err().contains("is the launcher of the run against"), stop.said());
            assertTrue(run.isAlive());
        }
    }

    @Test
    void endsAGuard() throws Exception {
        try (Target target = scored();
                LauncherRun run = LauncherRun.start("guard", target.pidText(), "--score", "300")) {
            run.awaitSaid("Ctrl-C ends it");
            try (LauncherRun stop = stop(target)) {
                assertEquals(0, stop.exitCode(), stop.said());
                assertTrue(stop.out().startsWith("stopped the guard of"), stop.said());
            }
            assertEquals(500, Proc.host().oomScoreAdj(target.pid()));
            assertEquals(0, run.exitCode(), run.said());
        }
    }

    @Test
    void endsAllOfThem(@TempDir Path folder) throws Exception {
        try (Target one = scored();
                Target other = scored();
                LauncherRun run = guarded(Lab.alone(folder), one, "1GiB/s");
                LauncherRun guard =
                        LauncherRun.start(
                                Lab.alone(folder), "guard", other.pidText(), "--score", "300")) {
            run.awaitSaid("level reached");
            guard.awaitSaid("Ctrl-C ends it");
            try (LauncherRun stop = LauncherRun.of(Lab.alone(folder), "stop", "--all")) {
                assertEquals(0, stop.exitCode(), stop.said());
                assertEquals(2, stop.out().lines().count(), stop.said());
            }
            assertEquals(6, run.exitCode(), run.said());
            assertEquals(0, guard.exitCode(), guard.said());
            try (LauncherRun stop = LauncherRun.of(Lab.alone(folder), "stop", "--all")) {
                assertEquals(0, stop.exitCode(), stop.said());
                assertTrue(stop.out().contains("nothing to stop"), stop.said());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 --all", "x"})
    void wrongUsageIsSaid(String arguments) throws Exception {
        try (LauncherRun run = LauncherRun.of(("stop " + arguments).strip().split(" "))) {
            assertEquals(2, run.exitCode(), run.said());
        }
    }

    private static Target scored() throws Exception {
        Lab.needsProgram("choom");
        return Target.start(List.of("choom", "-n", "500", "--", Lab.java()), "Idle");
    }

    private static LauncherRun guarded(Target target, String rate) throws Exception {
        return guarded(new ProcessBuilder(), target, rate);
    }

    private static LauncherRun guarded(ProcessBuilder as, Target target, String rate)
            throws Exception {
        return LauncherRun.start(
                as,
                "attach",
                target.pidText(),
                "--add=400MiB",
                "--hold=10m",
                "--rate=" + rate,
                "--host",
                "--avoid-being-killed=300");
    }

    private static LauncherRun stop(Target target) throws Exception {
        return LauncherRun.of("stop", target.pidText());
    }

    private static void assertUndone(Target target, Path journal) throws Exception {
        assertTrue(target.residentBytes() < 150 * MIB, "" + target.residentBytes());
        assertEquals(500, Proc.host().oomScoreAdj(target.pid()));
        assertFalse(Files.exists(journal));
    }
}
