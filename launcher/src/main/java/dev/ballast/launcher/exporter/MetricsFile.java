package dev.ballast.launcher.exporter;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that its readers find whole at every moment: each state is written under another name in
 * the same folder, and then takes its place. That name does not end in {@code .prom}, so
 * node_exporter leaves it alone.
 */
final class MetricsFile {
    private final Path file;
    private final Path unfinished;

    /**
     * @throws IOException when something else than a file has this name: the place of a link or a
     *     device would be taken, too
     */
    MetricsFile(Path name) throws IOException {
        this.file = name.toAbsolutePath();
        boolean isTaken =
                Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        if (isTaken || file.getFileName() == null) {
            throw new IOException("there is something that is not a regular file");
        }
        this.unfinished =
                file.resolveSibling(
                        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
    }

    /** With the permissions of any new file: another user's node_exporter is to read it. */
    void write(byte[] state) throws IOException {
        try {
            Files.deleteIfExists(unfinished);
            Files.write(unfinished, state, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** What the system said; an exception of this kind has nothing but names in its message. */
    static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such folder";
        }
        return failure instanceof FileSystemException ofFile && ofFile.getReason() != null
                ? ofFile.getReason()
                : String.valueOf(failure.getMessage());
    }
}
