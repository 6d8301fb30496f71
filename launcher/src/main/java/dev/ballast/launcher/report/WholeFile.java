package dev.ballast.launcher.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * A file that its readers find whole at every moment: each state is written under another name in
 * the same folder, and then takes its place.
 */
public final class WholeFile {
    private final Path file;
    private final Path unfinished;

    /**
     * @param file absolute, with a name
     */
    public WholeFile(Path file) {
        this.file = file;
        this.unfinished =
                file.resolveSibling(
                        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
    }

    /**
     * Makes the file of the other name, and removes it.
     *
     * @throws IOException when nothing could be written there
     */
    public void tryOut() throws IOException {
        Files.deleteIfExists(unfinished);
        Files.delete(Files.createFile(unfinished));
    }

    /**
     * @param permissions none for those of any new file
     * @throws IOException what was there is still there
     */
    public void write(byte[] state, Optional<Set<PosixFilePermission>> permissions)
            throws IOException {
        try {
            Files.deleteIfExists(unfinished);
            Files.write(unfinished, state, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (permissions.isPresent()) {
                Files.setPosixFilePermissions(unfinished, permissions.get());
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** What the system said; an exception of this kind has nothing but names in its message. */
    public static String reason(IOException failure) {
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
