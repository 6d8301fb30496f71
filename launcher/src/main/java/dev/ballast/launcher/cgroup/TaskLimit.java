package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.CgroupPath;
import dev.ballast.launcher.proc.Mount;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /**
     * What the tightest of them leaves.
     *
     * @param tasks so many more fit at this moment
     * @param folder of the group
     */
    public record Room(long tasks, Path folder) {}

    /** None when no cgroup of the process limits its tasks. */
    public Optional<Room> room(int pid) throws IOException {
        Optional<Room> least = Optional.empty();
        for (Path group : groups(pid)) {
            OptionalLong tasks = roomIn(group);
            if (tasks.isPresent()
                    && least.map(Room::tasks).orElse(Long.MAX_VALUE) > tasks.getAsLong()) {
                least = Optional.of(new Room(tasks.getAsLong(), group));
            }
        }
        return least;
    }

    /** Whether the process counts in that group, too. */
    public boolean isIn(int pid, Room room) throws IOException {
        return groups(pid).contains(room.folder());
    }

    /** Its own and all above, of the hierarchies that can limit tasks. */
    private List<Path> groups(int pid) throws IOException {
        List<Mount> mounts = proc.ownMounts();
        List<Path> groups = new ArrayList<>();
        for (CgroupPath path : proc.cgroups(pid)) {
            boolean canLimit = path.isV2() || path.controllers().contains(CONTROLLER);
            Optional<Path> folder =
                    canLimit ? MemoryCgroups.folderOf(path, CONTROLLER, mounts) : Optional.empty();
            for (Path at = folder.orElse(null); isGroup(at); at = at.getParent()) {
                groups.add(at);
            }
        }
        return groups;
    }

    private static boolean isGroup(Path folder) {
        return folder != null && Files.exists(folder.resolve(MemoryCgroup.PROCESSES));
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
