package dev.ballast.launcher.lab;

import dev.ballast.launcher.proc.CgroupPath;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A cgroup with the memory controller, read by the tests themselves: where it is, and by which
 * names its version of the interface counts. The hierarchies are mounted where every distribution
 * has them.
 *
 * @param charged the file with all that is charged to it and the groups below
 * @param reclaimable the fields of memory.stat that the kernel can take back
 */
record LabCgroup(Path folder, String charged, Set<String> reclaimable) {
    private static final Path MOUNTS = Path.of("/sys/fs/cgroup");

    static LabCgroup of(int pid) throws IOException {
        List<CgroupPath> paths = Proc.host().cgroups(pid);
        Optional<CgroupPath> v1 =
                paths.stream().filter(path -> path.controllers().contains("memory")).findFirst();
        return v1.isPresent()
                ? new LabCgroup(
                        below(MOUNTS.resolve("memory"), v1.get()),
                        "memory.usage_in_bytes",
                        Set.of("total_inactive_file", "total_active_file"))
                : new LabCgroup(
                        below(
                                MOUNTS,
                                paths.stream().filter(CgroupPath::isV2).findFirst().orElseThrow()),
                        "memory.current",
                        Set.of("inactive_file", "active_file", "slab_reclaimable"));
    }

    private static Path below(Path mount, CgroupPath path) {
        return Path.of(mount + path.path());
    }

    /** The processes in it, not those of groups below. */
    List<Integer> pids() throws IOException {
        return Files.readAllLines(folder.resolve("cgroup.procs")).stream()
                .map(Integer::valueOf)
                .toList();
    }

    /** Pages of files in memory: a relief fuse's, and of whatever is in a container's own /tmp. */
    long sharedBytes() throws IOException {
        for (String line : Files.readAllLines(folder.resolve("memory.stat"))) {
            if (line.startsWith("shmem ")) {
                return Long.parseLong(line.substring("shmem ".length()));
            }
        }
        throw new AssertionError("no shmem in memory.stat of " + folder);
    }

    long unreclaimableBytes() throws IOException {
        long use = Long.parseLong(Files.readString(folder.resolve(charged)).strip());
        for (String line : Files.readAllLines(folder.resolve("memory.stat"))) {
            String[] fieldAndBytes = line.split(" ");
            if (reclaimable.contains(fieldAndBytes[0])) {
                use -= Long.parseLong(fieldAndBytes[1]);
            }
        }
        return use;
    }
}
