package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.LauncherRun;
import org.junit.jupiter.api.Test;

/** The README's first command. */
class DemoIT {
    @Test
    void showsTheMainJobOnAServiceOfItsOwn() throws Exception {
        try (LauncherRun run = LauncherRun.of("demo")) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().startsWith("result: held"), run.said());
            assertTrue(run.out().contains("256.0 MiB of it held by ballast"), run.said());
        }
    }
}
