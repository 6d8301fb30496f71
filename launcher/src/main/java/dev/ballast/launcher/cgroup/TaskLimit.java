package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.CgroupPath;
import dev.ballast.launcher.proc.Mount;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How many tasks the cgroups of a process allow ({@code pids.max}), and how many there are. */
public final class TaskLimit {
    private static final String CONTROLLER = "pids";
    private static final String UNLIMITED = "max";

    private final Proc proc;

    public TaskLimit(Proc proc) {
        this.proc = proc;
    }

    /** So many more fit at this moment; none when no cgroup of the process limits them. */
    public OptionalLong room(int pid) throws IOException {
        List<Mount> mounts = proc.ownMounts();
        OptionalLong least = OptionalLong.empty();
        for (CgroupPath path : proc.cgroups(pid)) {
            boolean canLimit = path.isV2() || path.controllers().contains(CONTROLLER);
            Optional<Path> folder =
                    canLimit ? MemoryCgroups.folderOf(path, CONTROLLER, mounts) : Optional.empty();
            for (Path at = folder.orElse(null); isGroup(at); at = at.getParent()) {
                OptionalLong room = roomIn(at);
                if (room.isPresent()) {
                    least =
                            OptionalLong.of(
                                    Math.min(least.orElse(Long.MAX_VALUE), room.getAsLong()));
                }
            }
        }
        return least;
    }

    private static boolean isGroup(Path folder) throws IOException {
        return folder != null && CgroupFile.in(folder, MemoryCgroup.PROCESSES).text().isPresent();
    }

    private static OptionalLong roomIn(Path folder) throws IOException {
        CgroupFile most = CgroupFile.in(folder, "pids.max");
        String text = most.text().orElse(UNLIMITED);
        return text.equals(UNLIMITED)
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Math.max(
                                0,
                                most.number(text)
                                        - CgroupFile.in(folder, "pids.current").number()));
    }
}
