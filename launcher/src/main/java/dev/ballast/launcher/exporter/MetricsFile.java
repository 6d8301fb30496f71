package dev.ballast.launcher.exporter;

import dev.ballast.launcher.report.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file for node_exporter, whole at every moment. The name that it is written under first does not
 * end in {@code .prom}, so node_exporter leaves that alone.
 */
final class MetricsFile {
    private final WholeFile file;

    /**
     * @throws IOException when something else than a file has this name: the place of a link or a
     *     device would be taken, too
     */
    MetricsFile(Path name) throws IOException {
        Path absolute = name.toAbsolutePath();
        boolean isTaken =
                Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isRegularFile(absolute, LinkOption.NOFOLLOW_LINKS);
        if (isTaken || absolute.getFileName() == null) {
            throw new IOException("there is something that is not a regular file");
        }
        this.file = new WholeFile(absolute);
    }

    /** With the permissions of any new file: another user's node_exporter is to read it. */
    void write(byte[] state) throws IOException {
        file.write(state, Optional.empty());
    }
}
