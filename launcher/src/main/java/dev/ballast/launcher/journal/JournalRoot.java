package dev.ballast.launcher.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The folder that holds the journals of one user's runs. */
public record JournalRoot(Path path) {
    /**
     * {@code /run/ballast} for root, {@code $XDG_RUNTIME_DIR/ballast} for users with a session,
     * else a private folder in {@code /tmp}.
     */
    public static JournalRoot of(int uid, Map<String, String> environment) {
        String session = environment.get("XDG_RUNTIME_DIR");
        if (uid == 0) {
            return new JournalRoot(Path.of("/run/ballast"));
        }
        return new JournalRoot(
                session != null && Files.isWritable(Path.of(session))
                        ? Path.of(session, "ballast")
                        : Path.of("/tmp", "ballast-" + uid));
    }

    /** Makes the folder, or checks that it is a real folder that only this user can write to. */
    static void createPrivate(Path folder) throws IOException {
        var ownerOnly = PosixFilePermissions.fromString("rwx------");
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(ownerOnly));
        } catch (FileAlreadyExistsException exists) {
            boolean isPrivate =
                    Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                            && Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                                    .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                            && Files.getPosixFilePermissions(folder).equals(ownerOnly);
            if (!isPrivate) {
                throw new IOException(
                        "`" + folder + "` must be a folder that only this user may use; remove it",
                        exists);
            }
        }
    }
}
