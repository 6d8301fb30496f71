package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.LauncherRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's first command. */
class DemoIT {
    @Test
    void showsTheMainJobOnAServiceOfItsOwn() throws Exception {
        Set<Path> before = attachSockets();
        try (LauncherRun run = LauncherRun.of("demo")) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().startsWith("result: held"), run.said());
            assertTrue(run.out().contains("256.0 MiB of it held by ballast"), run.said());
        }
        assertEquals(before, attachSockets());
    }

    /** Of every JVM that has been attached to on this host; HotSpot's, in /tmp. */
    private static Set<Path> attachSockets() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(".java_pid"))
                    .collect(Collectors.toSet());
        }
    }
}
