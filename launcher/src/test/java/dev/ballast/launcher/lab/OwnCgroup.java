package dev.ballast.launcher.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A memory cgroup below the one of the tests, to be removed by the test. */
public final class OwnCgroup {
    private final MemoryCgroup group;

    private OwnCgroup(MemoryCgroup group) {
        this.group = group;
    }

    /** Skips the test where there can be none. */
    public static OwnCgroup create(String name) throws IOException {
        Lab.needsRoot();
        int pid = (int) ProcessHandle.current().pid();
        MemoryCgroup own = new MemoryCgroups(Proc.host()).of(pid);
        assumeTrue(
                Files.isRegularFile(own.folder().resolve("memory.usage_in_bytes")),
                "missing here: cgroup v1 for memory");
        Path folder = own.folder().resolve("ballast-" + name + "-" + pid);
        return new OwnCgroup(own.at(Files.createDirectory(folder)));
    }

    public MemoryCgroup group() {
        return group;
    }

    public void limitMebibytes(int mebibytes) throws IOException {
        Files.writeString(
                group.folder().resolve("memory.limit_in_bytes"),
                Long.toString((long) mebibytes << 20));
    }

    /** What the kernel says is charged to it. */
    public long chargedBytes() throws IOException {
        return Long.parseLong(
                Files.readString(group.folder().resolve("memory.usage_in_bytes")).strip());
    }

    public List<Integer> pids() throws IOException {
        return Files.readAllLines(group.processesFile()).stream().map(Integer::valueOf).toList();
    }

    /** It can go as soon as the last process in it is gone. */
    public void remove() throws Exception {
        if (Files.exists(group.folder())) {
            Lab.await("no process in " + group.folder(), () -> pids().isEmpty());
            Lab.await("the end of " + group.folder(), () -> group.folder().toFile().delete());
        }
    }
}
