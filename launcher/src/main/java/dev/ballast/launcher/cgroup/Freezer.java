package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.CgroupPath;
import dev.ballast.launcher.proc.Mount;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a process is frozen by one of its cgroups, as by {@code docker pause}. Its state in
 * {@code /proc} does not tell: it is that of a process that waits for a disk (v1) or sleeps (v2).
 */
public final class Freezer {
    private static final String V1 = "freezer";

    private final Proc proc;

    public Freezer(Proc proc) {
        this.proc = proc;
    }

    /** Whether it is frozen, or is being frozen. */
    public boolean holds(int pid) throws IOException {
        List<Mount> mounts = proc.ownMounts();
        for (CgroupPath path : proc.cgroups(pid)) {
            boolean canFreeze = path.isV2() || path.controllers().contains(V1);
            Optional<Path> folder =
                    canFreeze ? MemoryCgroups.folderOf(path, V1, mounts) : Optional.empty();
            if (folder.isPresent() && isFrozen(path, folder.get())) {
                return true;
            }
        }
        return false;
    }

    /** Either file tells of groups above that are frozen, too. */
    private static boolean isFrozen(CgroupPath path, Path folder) throws IOException {
        return path.isV2()
                ? CgroupFile.in(folder, "cgroup.events").text().orElse("").contains("frozen 1")
                : !CgroupFile.in(folder, "freezer.state").text().orElse("THAWED").equals("THAWED");
    }
}
