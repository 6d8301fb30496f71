package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark is run by hand, so that it still compiles is looked after here. */
class BenchIT {
    @Test
    void driversCompileAgainstTheLauncher(@TempDir Path classes) throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of("-cp", Lab.launcherJar().toString(), "-d", classes.toString()));
        try (Stream<Path> files = Files.list(Lab.script("bench"))) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".java"))
                    .forEach(arguments::add);
        }
        int result =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, arguments.toArray(String[]::new));
        assertEquals(0, result);
    }
}
