package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.UntrustedText;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One cgroup of the hierarchy that has the memory controller. */
public sealed interface MemoryCgroup permits MemoryCgroupV1, MemoryCgroupV2 {
    /** The folder of the hierarchy's root, as it is mounted here. */
    Path mountPoint();

    Path folder();

    Limit limit() throws IOException;

    MemoryUse use() throws IOException;

    /**
     * How many of its processes the OOM killer has taken so far; none when the kernel does not
     * count.
     */
    OptionalLong oomKills() throws IOException;

    /** The same kind of cgroup at another folder. */
    MemoryCgroup at(Path folder);

    /** What this version of the interface cannot tell, or nothing. */
    String caveat();

    /** Where it is below the mount, for people: {@code /docker/4bd0}. */
    default String path() {
        return UntrustedText.printable("/" + mountPoint().relativize(folder()));
    }

    /** The group above, or none at the mount: limits further up cannot be seen from here. */
    default Optional<MemoryCgroup> parent() {
        return folder().equals(mountPoint())
                ? Optional.empty()
                : Optional.of(at(folder().getParent()));
    }

    /** Whether {@code other} is this group or below it. */
    default boolean contains(MemoryCgroup other) {
        return other.folder().startsWith(folder());
    }

    /** The numbers of the processes in this group and all groups below it. */
    default List<Integer> pids() throws IOException {
        List<Integer> pids = new ArrayList<>();
        addPids(folder(), pids);
        return pids;
    }

    /** A group that is removed meanwhile has no processes. */
    private static void addPids(Path folder, List<Integer> pids) throws IOException {
        for (String line : CgroupFile.in(folder, "cgroup.procs").linesIfThere()) {
            int pid = Integer.parseInt(line);
            if (pid != 0) { // a process that is not in this PID namespace
                pids.add(pid);
            }
        }
        try (DirectoryStream<Path> below = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path group : below) {
                addPids(group, pids);
            }
        } catch (NoSuchFileException removed) {
            return;
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }
}
