package dev.ballast.launcher.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

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
        return "/" + mountPoint().relativize(folder());
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
        try (Stream<Path> folders = Files.walk(folder())) {
            return folders.filter(path -> path.endsWith("cgroup.procs"))
                    .flatMap(MemoryCgroup::pidsIn)
                    .toList();
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static Stream<Integer> pidsIn(Path procs) {
        try {
            return Files.readAllLines(procs).stream().map(Integer::valueOf).filter(pid -> pid != 0);
        } catch (NoSuchFileException removed) {
            return Stream.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
