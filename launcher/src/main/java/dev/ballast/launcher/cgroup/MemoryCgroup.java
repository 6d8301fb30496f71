package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One cgroup of the hierarchy that has the memory controller. */
public sealed interface MemoryCgroup permits MemoryCgroupV1, MemoryCgroupV2 {
    /** The numbers of its processes, one a line. */
    String PROCESSES = "cgroup.procs";

    /** Its tasks are slowed down above that size. */
    String THROTTLE = "memory.high";

    /** The folder of the hierarchy's root, as it is mounted here. */
    Path mountPoint();

    Path folder();

    Limit limit() throws IOException;

    /**
     * From where on the kernel slows its tasks down instead of refusing them memory ({@code
     * memory.high}); absent on v1.
     */
    Limit throttle() throws IOException;

    /** Whoever may write to it sets {@link #throttle()}, to a number of bytes or {@code max}. */
    default Path throttleFile() {
        return folder().resolve(THROTTLE);
    }

    /** For a control loop: its files stay open until it is closed. */
    MemoryGauge gauge() throws IOException;

    default MemoryUse use() throws IOException {
        try (MemoryGauge gauge = gauge()) {
            return gauge.use();
        }
    }

    /**
     * How many of its processes the OOM killer has taken so far; none when the kernel does not
     * count.
     */
    OptionalLong oomKills() throws IOException;

    /** What it counts of the OOM killer's work. */
    OomCounts oomCounts() throws IOException;

    /**
     * Whether all of it dies when the OOM killer takes one of its processes; none when the kernel
     * has no such setting.
     */
    Optional<Boolean> oomGroup() throws IOException;

    /** Whether its processes wait instead of being killed when it is full; v1 only. */
    boolean isOomKillerOff() throws IOException;

    /** How much swap it may use beside its memory. */
    Limit swapLimit() throws IOException;

    /** How much of it is in swap; none when the kernel does not count that here. */
    Optional<ByteSize> swapUse() throws IOException;

    /** Its own swappiness; none when the host's holds for it. */
    OptionalInt swappiness() throws IOException;

    /** How long its tasks have waited for memory; none when the kernel does not measure it here. */
    Optional<MemoryPressure> pressure() throws IOException;

    /** The same kind of cgroup at another folder. */
    MemoryCgroup at(Path folder);

    /** {@code cgroup v1} or {@code cgroup v2}. */
    String version();

    /** What this version of the interface cannot tell, or nothing. */
    String caveat();

    /** Whether whoever moves a process must also be able to write to what is above both groups. */
    boolean needsCommonAncestor();

    /** A process enters the group by writing its number, or 0, into this file. */
    default Path processesFile() {
        return folder().resolve(PROCESSES);
    }

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

    /** This group and all those above it, up to the mount. */
    default List<MemoryCgroup> upwards() {
        List<MemoryCgroup> groups = new ArrayList<>();
        for (Optional<MemoryCgroup> at = Optional.of(this);
                at.isPresent();
                at = at.get().parent()) {
            groups.add(at.get());
        }
        return groups;
    }

    /**
     * The groups right below it.
     *
     * @return none when it has been removed
     */
    default List<MemoryCgroup> below() throws IOException {
        List<MemoryCgroup> groups = new ArrayList<>();
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(folder(), Files::isDirectory)) {
            folders.forEach(found -> groups.add(at(found)));
        } catch (NoSuchFileException removed) {
            return List.of();
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return groups;
    }

    /**
     * The group that dies as a whole when the OOM killer takes one of this group's processes in an
     * OOM of {@code domain}: the highest on the way up to there that is set to ({@code
     * mem_cgroup_get_oom_group} in mm/memcontrol.c).
     *
     * @param domain the group that is full, or none when the host is
     */
    default Optional<MemoryCgroup> dyingTogether(Optional<MemoryCgroup> domain) throws IOException {
        Optional<MemoryCgroup> highest = Optional.empty();
        for (MemoryCgroup group : upwards()) {
            if (group.oomGroup().orElse(false)) {
                highest = Optional.of(group);
            }
            if (Optional.of(group).equals(domain)) {
                break;
            }
        }
        return highest;
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
        for (String line : CgroupFile.in(folder, PROCESSES).linesIfThere()) {
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
