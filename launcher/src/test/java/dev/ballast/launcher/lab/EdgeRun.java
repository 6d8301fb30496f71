package dev.ballast.launcher.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
                                "BALLAST_LAUNCHER_OPTIONS="
                                        + String.join(" ", Lab.launcherOptions()),
                                "BALLAST_TARGETS=" + targets,
                                Lab.script("edge").toString(),
                                "--seconds",
                                Integer.toString(SECONDS)));
        command.addAll(List.of(options));
        return new EdgeRun(Lab.run(command.toArray(String[]::new)));
    }

    /** A figure of the line that is given in percent of the limit. */
    public double percent(String name) {
        Matcher figure = Pattern.compile(" " + name + "=([0-9.]+)%").matcher(said);
        assertTrue(figure.find(), () -> "no " + name + " in: " + said);
        return Double.parseDouble(figure.group(1));
    }

    /** Nobody was killed, and the application did its work to the end. */
    public void assertSurvived() {
        assertTrue(said.startsWith("finished"), said);
        assertTrue(said.contains(" kills=0 "), said);
    }
}
