package dev.ballast.launcher.restore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The programs of this host, as a shell would find them. */
public final class Programs {
    private Programs() {}

    /** Where it is, if it is installed. */
    public static Optional<Path> onPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":")) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
