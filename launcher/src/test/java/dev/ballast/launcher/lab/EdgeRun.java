package dev.ballast.launcher.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One run of lab/edge, and the line in which it says what came of it. */
public record EdgeRun(String said) {
    private static final int SECONDS = 8;

    /**
     * @param options of lab/edge
     */
    public static EdgeRun of(String... options) throws Exception {
        Path targets = Lab.targets();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "BALLAST_LAUNCHER=" + Lab.launcherJar(),
                                "BALLAST_TARGETS=" + targets,
                                Lab.script("edge").toString(),
                                "--seconds",
                                Integer.toString(SECONDS)));
        command.addAll(List.of(options));
        return new EdgeRun(Lab.run(command.toArray(String[]::new)));
    }

    /** Nobody was killed, and the application did its work to the end. */
    public void assertSurvived() {
        assertTrue(said.startsWith("finished"), said);
        assertTrue(said.contains(" kills=0 "), said);
    }
}
