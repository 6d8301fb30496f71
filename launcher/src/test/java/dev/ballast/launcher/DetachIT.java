package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run in the background. */
class DetachIT {
    private static final long MIB = 1 << 20;
    private static final Pattern LAUNCHER = Pattern.compile("in the background, as process (\\d+)");

    @TempDir private Path folder;

    @Test
    void returnsAtTheLevelAndTheRunGoesOnUntilItIsStopped() throws Exception {
        Path json = folder.resolve("result.json");
        try (Target target = Target.start("Idle")) {
            String launcher;
            try (LauncherRun run = detach(target, "--add=100MiB", "--hold=10m", "--json=" + json)) {
                assertEquals(0, run.exitCode(), run.said());
                assertTrue(run.err().contains("level reached"), run.said());
                assertTrue(run.out().contains(log().toString()), run.said());
                Matcher said = LAUNCHER.matcher(run.out());
                assertTrue(said.find(), run.said());
                launcher = said.group(1);
            }
            assertTrue(target.residentBytes() > 100 * MIB);
            assertEquals(launcher, session(launcher));
            Lab.run("kill", "-HUP", launcher);
            try (LauncherRun status = LauncherRun.of("status", target.pidText())) {
                assertTrue(status.out().contains("launcher   " + launcher), status.said());
                assertTrue(status.out().contains("hold, "), status.said());
            }
            try (LauncherRun stop = LauncherRun.of("stop", target.pidText())) {
                assertEquals(0, stop.exitCode(), stop.said());
                assertTrue(stop.out().startsWith("stopped the run against"), stop.said());
            }
            assertTrue(target.residentBytes() < 100 * MIB);
            assertTrue(Files.readString(log()).contains("result: stopped by the user"));
            assertEquals("STOPPED", JSON.std.mapFrom(Files.readString(json)).get("outcome"));
        }
    }

    @Test
    void aRefusalIsSaidAtOnceAndNothingIsStarted() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run = detach(target, "--add=9000GiB")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("is above the limit"), run.said());
            assertFalse(Files.exists(log()));
            assertFalse(Files.exists(Path.of("/tmp/.java_pid" + target.pid())));
        }
    }

    @Test
    void ctrlCBeforeTheLevelStopsTheRunInTheBackground() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run = detach(target, "--add=400MiB", "--rate=1MiB/s")) {
            run.awaitSaid("agent loaded");
            run.signal("INT");
            assertEquals(6, run.exitCode(), run.said());
            assertTrue(run.out().startsWith("result: stopped by the user"), run.said());
            try (LauncherRun status = LauncherRun.of("status", target.pidText())) {
                assertEquals(1, status.exitCode(), status.said());
            }
        }
    }

    @Test
    void aRunThatEndsBeforeItsLevelSaysWhyAndKeepsItsExitCode() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run = detach(target, "--add=400MiB", "--rate=1MiB/s", "--timeout=1s")) {
            assertEquals(5, run.exitCode(), run.said());
            assertTrue(run.out().startsWith("result: inconclusive"), run.said());
            assertNotEquals("", Files.readString(log()));
        }
    }

    @Test
    void aRunThatIsSoonOverSucceeds() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run = detach(target, "--add=40MiB", "--hold=0")) {
            assertEquals(0, run.exitCode(), run.said());
            Lab.await("the run ends", () -> Files.readString(log()).contains("result: held"));
        }
    }

    @Test
    void aLogThatIsALinkIsRefused() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "mine");
        Files.createSymbolicLink(log(), elsewhere);
        try (Target target = Target.start("Idle");
                LauncherRun run = detach(target, "--add=40MiB")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("--log"), run.said());
            assertEquals("mine", Files.readString(elsewhere));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--log x", "--detach --json -"})
    void wrongUsageIsSaid(String options) throws Exception {
        try (LauncherRun run = LauncherRun.of(("attach 1 --add 1MiB " + options).split(" "))) {
            assertEquals(2, run.exitCode(), run.said());
        }
    }

    /** Field 6 of stat; the fields after the name in parentheses begin with the third. */
    private static String session(String pid) throws IOException {
        String stat = Files.readString(Proc.host().path(Integer.parseInt(pid)).resolve("stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3];
    }

    private Path log() {
        return folder.resolve("run.log");
    }

    private LauncherRun detach(Target target, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("attach", target.pidText()));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--detach", "--log", log().toString()));
        return LauncherRun.start(arguments.toArray(String[]::new));
    }
}
