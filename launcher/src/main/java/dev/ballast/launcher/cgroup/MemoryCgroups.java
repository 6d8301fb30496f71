package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.CgroupPath;
import dev.ballast.launcher.proc.Mount;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the cgroups of processes, on a host of either version or of both. */
public final class MemoryCgroups {
    private final Proc proc;

    public MemoryCgroups(Proc proc) {
        this.proc = proc;
    }

    /** The group of the memory controller's hierarchy that the process is in. */
    public MemoryCgroup of(int pid) throws IOException {
        CgroupPath path = pathOf(pid);
        for (Mount mount : proc.ownMounts()) {
            Optional<Path> folder = folderOf(path, "memory", List.of(mount));
            if (folder.isPresent()) {
                Path mountPoint = Path.of(mount.mountPoint());
                return path.isV2()
                        ? new MemoryCgroupV2(mountPoint, folder.get())
                        : new MemoryCgroupV1(mountPoint, folder.get());
            }
        }
        throw new IOException(
                "the memory cgroup `"
                        + path.path()
                        + "` of process "
                        + pid
                        + " is not mounted here, so its limit cannot be read");
    }

    /** Where that is, as the kernel names it: for a look that is repeated, without the mounts. */
    public CgroupPath pathOf(int pid) throws IOException {
        List<CgroupPath> paths = proc.cgroups(pid);
        Optional<CgroupPath> v1 =
                paths.stream().filter(path -> path.controllers().contains("memory")).findFirst();
        return v1.or(() -> paths.stream().filter(CgroupPath::isV2).findFirst())
                .orElseThrow(
                        () ->
                                new IOException(
                                        "process "
                                                + pid
                                                + " is in no cgroup with the memory controller"));
    }

    /**
     * The smallest limit among the group and all those above it, or the host's memory when there is
     * none below that.
     *
     * @throws IOException also when any one of the limits cannot be read
     */
    public MemoryBound bindingBound(MemoryCgroup group) throws IOException {
        ByteSize smallest = proc.hostMemory().total();
        MemoryBound binding = new HostMemoryBound(proc);
        for (MemoryCgroup at : group.upwards()) {
            if (at.limit() instanceof Limit.Of limit && limit.size().compareTo(smallest) < 0) {
                smallest = limit.size();
                binding = new CgroupBound(at);
            }
        }
        return binding;
    }

    /**
     * The swap that the kernel adds to the group's limit when it weighs its processes in an OOM
     * ({@code mem_cgroup_get_max} in mm/memcontrol.c): what the group may use, at most all there
     * is, and none at swappiness 0.
     */
    public ByteSize swapOf(MemoryCgroup group) throws IOException {
        ByteSize ofHost = proc.hostMemory().swapTotal();
        if (ofHost.equals(ByteSize.ZERO)) {
            return ofHost;
        }
        OptionalInt own = group.swappiness();
        if ((own.isPresent() ? own.getAsInt() : proc.swappiness()) == 0) {
            return ByteSize.ZERO;
        }
        return group.swapLimit() instanceof Limit.Of limit && limit.size().compareTo(ofHost) < 0
                ? limit.size()
                : ofHost;
    }

    /** Where a group is mounted here: of v2's hierarchy, or of the v1 controller's. */
    static Optional<Path> folderOf(CgroupPath path, String controller, List<Mount> mounts) {
        return mounts.stream()
                .filter(mount -> isHierarchyOf(path, controller, mount))
                .flatMap(mount -> folderIn(mount, path).stream())
                .findFirst();
    }

    private static boolean isHierarchyOf(CgroupPath path, String controller, Mount mount) {
        return path.isV2()
                ? mount.type().equals("cgroup2")
                : mount.type().equals("cgroup") && mount.options().contains(controller);
    }

    /** A container sees its own part of the hierarchy mounted: the mount's root is then not "/". */
    private static Optional<Path> folderIn(Mount mount, CgroupPath path) {
        try {
            return folderIn(mount, Path.of(mount.root()), Path.of(path.path()));
        } catch (InvalidPathException notInThisLocale) {
            return Optional.empty(); // a name is any bytes, and the C locale has ASCII only
        }
    }

    private static Optional<Path> folderIn(Mount mount, Path root, Path wanted) {
        if (!wanted.startsWith(root)) {
            return Optional.empty();
        }
        Path folder = Path.of(mount.mountPoint());
        for (int i = root.getNameCount(); i < wanted.getNameCount(); i++) {
            Path name = wanted.getName(i);
            if (name.toString().equals("..")) {
                return Optional.empty(); // outside the launcher's cgroup namespace
            }
            folder = folder.resolve(name);
        }
        return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
    }
}
