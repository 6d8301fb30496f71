package dev.ballast.launcher.lab;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A container of lab/container, deleted when it is closed. */
public final class LabContainer implements AutoCloseable {
    private final String name;
    private final int firstPid;
    private final Path log;

    private LabContainer(String name, int firstPid, Path log) {
        this.name = name;
        this.firstPid = firstPid;
        this.log = log;
    }

    /**
     * Starts it and waits until the log says READY.
     *
     * @param options of lab/container
     * @param command to run in it; the target programs are in /targets
     */
    public static LabContainer start(String name, List<String> options, String... command)
            throws Exception {
        Lab.run(Lab.script("container").toString(), "delete", name);
        Path log = Files.createTempFile("container", ".log");
        List<String> words = new ArrayList<>();
        words.addAll(List.of(Lab.script("container").toString(), "start", name));
        words.addAll(options);
        words.addAll(
                List.of("--mount", Lab.targets() + ":/targets", "--log", log.toString(), "--"));
        words.addAll(List.of(command));
        String pid = Lab.run(words.toArray(String[]::new)).strip();
        LabContainer container = new LabContainer(name, Integer.parseInt(pid), log);
        Lab.await("READY from " + name, () -> container.log().contains("READY"));
        return container;
    }

    public String name() {
        return name;
    }

    public int firstPid() {
        return firstPid;
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    /** The host's PIDs of its processes, by the cgroup that runc made for it. */
    public List<Integer> pids() throws IOException {
        return Files.readAllLines(cgroup().resolve("cgroup.procs")).stream()
                .map(Integer::valueOf)
                .toList();
    }

    /** The first JVM in it. */
    public int jvmPid() throws IOException {
        for (int pid : pids()) {
            try {
                if (Proc.host().commandLine(pid).get(0).endsWith("java")) {
                    return pid;
                }
            } catch (ProcessGone exited) {
                continue;
            }
        }
        throw new AssertionError("no JVM in container " + name);
    }

    /** Its folder in the memory hierarchy. */
    public Path cgroup() throws IOException {
        String path =
                Proc.host().cgroups(firstPid).stream()
                        .filter(line -> line.controllers().contains("memory"))
                        .findFirst()
                        .orElseThrow()
                        .path();
        return Path.of("/sys/fs/cgroup/memory" + path);
    }

    /** What cannot be reclaimed, computed by the test itself from the kernel's files. */
    public long unreclaimableBytes() throws IOException {
        long use =
                Long.parseLong(Files.readString(cgroup().resolve("memory.usage_in_bytes")).strip());
        for (String line : Files.readAllLines(cgroup().resolve("memory.stat"))) {
            if (line.startsWith("total_inactive_file ") || line.startsWith("total_active_file ")) {
                use -= Long.parseLong(line.substring(line.indexOf(' ') + 1));
            }
        }
        return use;
    }

    @Override
    public void close() throws IOException {
        Lab.run(Lab.script("container").toString(), "delete", name);
        Files.deleteIfExists(log);
    }
}
