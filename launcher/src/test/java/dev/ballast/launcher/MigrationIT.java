package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every command line that docs/migration.md offers for another tool's words. */
class MigrationIT {
    private static final Path TABLE = Path.of("..", "docs", "migration.md");

    private static final Pattern LINE = Pattern.compile("`(attach --container shop [^`]+)`");

    @Test
    void everyLineRuns() throws Exception {
        Lab.needsContainers();
        List<String> lines =
                LINE.matcher(Files.readString(TABLE))
                        .results()
                        .map(MatchResult::group)
                        .map(line -> line.replace("`", ""))
                        .distinct()
                        .toList();
        assertTrue(lines.size() >= 7, lines.toString());
        try (LabContainer shop =
                LabContainer.start(
                        "shop",
                        List.of("--memory", "1G"),
                        "/etc/alternatives/java",
                        "-Xmx128m",
                        "-cp",
                        "/targets",
                        "Idle")) {
            for (String line : lines) {
                List<String> words = new ArrayList<>(List.of(line.split(" ")));
                words.add("--hold=0");
                try (LauncherRun run = LauncherRun.of(words.toArray(String[]::new))) {
                    assertEquals(0, run.exitCode(), line + "\n" + run.said());
                }
            }
            assertTrue(shop.unreclaimableBytes() < 512 << 20);
        }
    }
}
