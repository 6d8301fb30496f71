package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.FakeProc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cgroup file system on disk, mounted in a fake {@code /proc}, with text from a 6.18 kernel. */
public final class FakeCgroups {
    private final boolean isV2;
    private final Path mountPoint;

    private FakeCgroups(boolean isV2, Path mountPoint) throws IOException {
        this.isV2 = isV2;
        this.mountPoint = Files.createDirectories(mountPoint);
    }

    public static FakeCgroups v1(FakeProc proc, Path mountPoint) throws IOException {
        return v1(proc, mountPoint, "/");
    }

    /**
     * @param root the folder of the hierarchy that is mounted
     */
    public static FakeCgroups v1(FakeProc proc, Path mountPoint, String root) throws IOException {
        proc.mounts(
                "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
                "32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu",
                "35 31 0:32 " + root + " " + mountPoint + " rw - cgroup cgroup rw,memory",
                "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw");
        return new FakeCgroups(false, mountPoint);
    }

    public static FakeCgroups v2(FakeProc proc, Path mountPoint) throws IOException {
        return v2(proc, mountPoint, "/");
    }

    /**
     * @param root the folder of the hierarchy that is mounted
     */
    public static FakeCgroups v2(FakeProc proc, Path mountPoint, String root) throws IOException {
        proc.mounts(
                "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
                "31 23 0:28 " + root + " " + mountPoint + " rw - cgroup2 cgroup2 rw");
        return new FakeCgroups(true, mountPoint);
    }

    /** Puts a process into a group, which is made when it is not there. */
    public FakeCgroups put(FakeProc proc, int pid, String group) throws IOException {
        Path folder = Files.createDirectories(folder(group));
        Path procs = folder.resolve("cgroup.procs");
        String before = Files.exists(procs) ? Files.readString(procs) : "";
        Files.writeString(procs, before + pid + "\n");
        if (isV2) {
            proc.cgroup(pid, "0::" + group);
        } else {
            proc.cgroup(pid, "9:name=systemd:/", "4:memory:" + group, "1:cpu:/elsewhere", "0::/");
        }
        return this;
    }

    public FakeCgroups limit(String group, String text) throws IOException {
        return write(group, isV2 ? "memory.max" : "memory.limit_in_bytes", text + "\n");
    }

    public FakeCgroups write(String group, String file, String text) throws IOException {
        Files.writeString(Files.createDirectories(folder(group)).resolve(file), text);
        return this;
    }

    /** Makes a file that nobody can read, root included: a folder in its place. */
    public FakeCgroups unreadable(String group, String file) throws IOException {
        Files.createDirectories(folder(group).resolve(file));
        return this;
    }

    /** Where a group is, by its path below the mount. */
    public Path folder(String group) {
        return mountPoint.resolve(group.substring(1));
    }
}
