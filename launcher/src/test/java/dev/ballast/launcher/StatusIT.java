package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others can see of a run, while it is at work and when it was left behind. */
class StatusIT {
    private static final long MIB = 1 << 20;

    @Test
    void showsARunWithItsNumbers() throws Exception {
        Lab.needsProgram("choom");
        try (Target target = Target.start(List.of("choom", "-n", "500", "--", Lab.java()), "Idle");
                LauncherRun run =
                        LauncherRun.start(
                                "attach",
                                target.pidText(),
                                "--add=100MiB",
                                "--hold=10m",
                                "--host",
                                "--avoid-being-killed=300")) {
            run.awaitSaid("level reached");
            Lab.await("the state says so", () -> "HOLD".equals(only(target).get("phase")));
            Map<?, ?> shown = only(target);
            assertEquals(target.pid(), shown.get("pid"));
            assertEquals(run.pid(), shown.get("launcherPid"));
            assertEquals("AT_WORK", shown.get("launcher"));
            assertEquals("--add 100.0 MiB", shown.get("asked"));
            assertEquals(100 * MIB, number(shown, "heldBytes"), "" + shown);
            assertTrue(number(shown, "useBytes") > 100 * MIB, "" + shown);
            assertTrue(number(shown, "limitBytes") > number(shown, "useBytes"), "" + shown);
            assertTrue(((Number) shown.get("leftSeconds")).doubleValue() > 500, "" + shown);
            assertEquals(300, shown.get("protectScore"));
            assertEquals(1, shown.get("protectedProcesses"));
            try (LauncherRun text = LauncherRun.of("status", target.pidText())) {
                assertEquals(0, text.exitCode(), text.said());
                assertTrue(text.out().startsWith("run against JVM " + target.pid()), text.said());
                assertTrue(text.out().contains("100.0 MiB held by ballast"), text.said());
                assertTrue(text.out().contains("1 process at OOM score 300"), text.said());
            }
        }
    }

    @Test
    void showsTheStateOncePerSecondAndTheLastMomentsToo() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run =
                        LauncherRun.start(
                                "attach", target.pidText(), "--add=100MiB", "--rate=1MiB/s")) {
            run.awaitSaid("agent loaded");
            Lab.await("it grows", () -> "GROW".equals(only(target).get("phase")));
            long before = number(only(target), "heldBytes");
            Lab.await("it has grown", () -> number(only(target), "heldBytes") > before);
            target.signal("STOP"); // so that giving back takes its time
            run.signal("INT");
            Lab.await("it gives back", () -> "RELEASE".equals(only(target).get("phase")));
            target.signal("CONT");
            assertEquals(6, run.exitCode(), run.said());
        }
    }

    @Test
    void showsAGuard() throws Exception {
        Lab.needsProgram("choom");
        try (Target target = Target.start(List.of("choom", "-n", "500", "--", Lab.java()), "Idle");
                LauncherRun run =
                        LauncherRun.start(
                                "guard", target.pidText(), "--score", "300", "--for", "10m")) {
            run.awaitSaid("Ctrl-C ends it");
            Lab.await("the state says so", () -> "PROTECT".equals(only(target).get("phase")));
            Map<?, ?> shown = only(target);
            assertEquals("GUARD", shown.get("kind"));
            assertEquals(1, shown.get("protectedProcesses"));
            assertTrue(((Number) shown.get("leftSeconds")).doubleValue() > 500, "" + shown);
        }
    }

    @Test
    void saysThatNothingIsAtWork(@TempDir Path folder) throws Exception {
        try (LauncherRun all = LauncherRun.of(Lab.alone(folder), "status");
                LauncherRun one = LauncherRun.of("status", "1")) {
            assertEquals(0, all.exitCode(), all.said());
            assertEquals("no run of this user is at work here\n", all.out());
            assertEquals(1, one.exitCode(), one.said());
            assertTrue(one.out().contains("against process 1"), one.said());
        }
    }

    @Test
    void showsWhatADeadLauncherHasLeftBehind(@TempDir Path folder) throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run =
                        LauncherRun.start(
                                Lab.alone(folder),
                                "attach",
                                target.pidText(),
                                "--add=100MiB",
                                "--hold=10m")) {
            run.awaitSaid("level reached");
            run.signal("KILL");
            run.exitCode();
            try (LauncherRun status = LauncherRun.of(Lab.alone(folder), "status")) {
                assertEquals(0, status.exitCode(), status.said());
                assertTrue(status.out().contains("left behind, run `recover`"), status.said());
            }
            try (LauncherRun dry = LauncherRun.of(Lab.alone(folder), "recover", "--dry-run")) {
                assertEquals(0, dry.exitCode(), dry.said());
                assertEquals("would remove the journal of run " + run.pid() + "\n", dry.out());
            }
            Path journals = folder.resolve("ballast");
            assertTrue(Files.list(journals).findAny().isPresent());
            try (LauncherRun recover = LauncherRun.of(Lab.alone(folder), "recover")) {
                assertEquals(0, recover.exitCode(), recover.said());
            }
            assertFalse(Files.list(journals).findAny().isPresent());
        }
    }

    /** The only run against the target, as the machine-readable status shows it. */
    private static Map<?, ?> only(Target target) throws Exception {
        try (LauncherRun status = LauncherRun.of("status", target.pidText(), "--json")) {
            assertEquals(0, status.exitCode(), status.said());
            List<?> runs = (List<?>) JSON.std.mapFrom(status.out()).get("runs");
            assertEquals(1, runs.size(), status.said());
            return (Map<?, ?>) runs.get(0);
        }
    }

    private static long number(Map<?, ?> fields, String name) {
        return ((Number) fields.get(name)).longValue();
    }
}
