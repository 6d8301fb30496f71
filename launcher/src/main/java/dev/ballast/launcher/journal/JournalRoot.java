package dev.ballast.launcher.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/** The folder that holds the journals of one user's runs. */
public record JournalRoot(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    /**
     * {@code /run/ballast} for root, {@code $XDG_RUNTIME_DIR/ballast} for users with a session,
     * else a private folder in {@code /tmp}. Who is root in a user namespace only, as below {@code
     * podman unshare}, is a user.
     */
    public static JournalRoot of(int uid, Map<String, String> environment) {
        return of(uid, environment, Path.of("/run"));
    }

    static JournalRoot of(int uid, Map<String, String> environment, Path run) {
        String session = environment.get("XDG_RUNTIME_DIR");
        if (uid == 0 && Files.isWritable(run)) {
            return new JournalRoot(run.resolve("ballast"));
        }
        return new JournalRoot(
                session != null && Files.isWritable(Path.of(session))
                        ? Path.of(session, "ballast")
                        : Path.of("/tmp", "ballast-" + uid));
    }

    /**
     * Checks that nobody else can have written what is read here; a folder that is not there is
     * fine.
     */
    void checkPrivate() throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            checkPrivate(path);
        }
    }

    /** Makes the folder, or checks that it is a real folder that only this user can write to. */
    static void createPrivate(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException exists) {
            checkPrivate(folder);
        }
    }

    private static void checkPrivate(Path folder) throws IOException {
        boolean isPrivate =
                Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                                .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                        && Files.getPosixFilePermissions(folder).equals(OWNER_ONLY);
        if (!isPrivate) {
            throw new IOException(
                    "`"
                            + folder
                            + "` must be a folder that only this user may use; remove it. Nothing in"
                            + " it was read or changed");
        }
    }
}
