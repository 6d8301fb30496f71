package dev.ballast.launcher.pagecache;

import dev.ballast.launcher.linux.UnnamedFile;
import dev.ballast.launcher.proc.Mount;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where a file can be whose pages the kernel can reclaim: on a disk, not in memory. */
public record DiskFolder(Path path, String fileSystem) {
    /** All of them keep pages of zeros for a hole that is read. */
    private static final Set<String> ON_DISK =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs");

    private static final List<Path> FOLDERS = List.of(Path.of("/var/tmp"), Path.of("/tmp"));

    /** The first that is, or none. */
    public static Optional<DiskFolder> find(Proc proc) throws IOException {
        List<Mount> mounts = proc.ownMounts();
        for (Path name : FOLDERS) {
            if (!Files.isDirectory(name)) {
                continue;
            }
            Path folder = name.toRealPath();
            Optional<DiskFolder> found =
                    fileSystem(mounts, folder)
                            .filter(ON_DISK::contains)
                            .map(type -> new DiskFolder(folder, type));
            if (found.isPresent() && canHaveAFile(folder)) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean canHaveAFile(Path folder) {
        try {
            UnnamedFile.in(folder).close();
            return true;
        } catch (IOException notHere) {
            return false;
        }
    }

    /** Of what is mounted last at the longest of the paths that lead there. */
    private static Optional<String> fileSystem(List<Mount> mounts, Path folder) {
        return mounts.stream()
                .filter(mount -> folder.startsWith(mount.mountPoint()))
                .reduce((one, other) -> length(other) >= length(one) ? other : one)
                .map(Mount::type);
    }

    private static int length(Mount mount) {
        return mount.mountPoint().length();
    }
}
