package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An experiment in a file, on JVMs of this host, through the built jar. */
class RunIT {
    private static final long MIB = 1 << 20;

    @TempDir private Path folder;

    private String plan(String... lines) throws IOException {
        String text = "version: 1\n" + String.join("\n", lines) + "\n";
        return Files.writeString(folder.resolve("plan.yaml"), text).toString();
    }

    @Test
    void holdsWhatAPlanAsksForAndGivesItBack() throws Exception {
        Path json = folder.resolve("result.json");
        try (Target target = Target.start("Idle")) {
            String plan =
                    plan(
                            "target: {pid: " + target.pid() + "}",
                            "add: 100MiB",
                            "hold: 2s",
                            "before: 0",
                            "probes: [{jvm: threads>0}]",
                            "json: " + json);
            try (LauncherRun run = LauncherRun.start("run", plan)) {
                run.awaitSaid("level reached");
                assertTrue(target.residentBytes() > 100 * MIB, run.said());
                assertEquals(0, run.exitCode(), run.said());
                assertTrue(run.out().contains("result: held"), run.said());
                assertEquals("HELD", JSON.std.mapFrom(Files.readString(json)).get("outcome"));
            }
            assertTrue(target.residentBytes() < 100 * MIB);
        }
    }

    @Test
    void takesTheTargetAndOtherValuesFromBehindTheFile() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run =
                        LauncherRun.of(
                                "run",
                                plan("level: 1%", "target: {pid: 1}", "hold: 10m"),
                                target.pidText(),
                                "--add",
                                "64MiB",
                                "--hold=0",
                                "--dry-run")) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().contains("plan for JVM " + target.pid()), run.said());
            assertTrue(run.out().contains("will hold  64.0 MiB"), run.said());
            assertTrue(run.out().contains("hold 0 ms"), run.said());
        }
    }

    @Test
    void aMistakeIsFoundBeforeAnythingIsTouched() throws Exception {
        try (Target target = Target.start("Idle")) {
            String plan = plan("target: {pid: " + target.pid() + "}", "add: 100MiB", "hold: 60");
            try (LauncherRun run = LauncherRun.of("run", plan)) {
                assertEquals(2, run.exitCode(), run.said());
                assertEquals("", run.out());
                assertEquals(
                        plan
                                + ":4:7: hold: `60` is not a time; write for example 30s, 10m or 1h30m."
                                + " Nothing was touched\n",
                        run.err());
            }
            assertFalse(Files.exists(Path.of("/tmp/.java_pid" + target.pid())));
            assertEquals("", target.endAndRead());
        }
    }

    @Test
    void goesOnInTheBackgroundWhenThatIsSaidBehindTheFile() throws Exception {
        Path log = folder.resolve("run.log");
        try (Target target = Target.start("Idle")) {
            String plan = plan("add: 100MiB", "hold: 10m");
            try (LauncherRun run =
                    LauncherRun.of(
                            "run", plan, target.pidText(), "--detach", "--log", log.toString())) {
                assertEquals(0, run.exitCode(), run.said());
                assertTrue(run.out().contains("the run goes on in the background"), run.said());
            }
            assertTrue(target.residentBytes() > 100 * MIB);
            try (LauncherRun stop = LauncherRun.of("stop", target.pidText())) {
                assertEquals(0, stop.exitCode(), stop.said());
            }
            assertTrue(Files.readString(log).contains("result: stopped by the user"));
        }
    }
}
