package dev.ballast.launcher.lab;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A container of lab/container or lab/vm/engine, deleted when it is closed. */
public final class LabContainer implements AutoCloseable {
    private final List<String> script;
    private final String name;
    private final int firstPid;
    private final Path log;

    private LabContainer(List<String> script, String name, int firstPid, Path log) {
        this.script = script;
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
        String script = Lab.script("container").toString();
        Lab.run(script, "delete", name);
        return start(List.of(script), name, options, command);
    }

    /**
     * The same in a container of an engine, in the machine that has them.
     *
     * @param options of lab/vm/engine
     */
    public static LabContainer startWith(
            String engine, String name, List<String> options, String... command) throws Exception {
        return start(List.of(Lab.script("engine").toString(), engine), name, options, command);
    }

    private static LabContainer start(
            List<String> script, String name, List<String> options, String... command)
            throws Exception {
        Path log = Files.createTempFile("container", ".log");
        List<String> words = new ArrayList<>(script);
        words.addAll(List.of("start", name));
        words.addAll(options);
        words.addAll(
                List.of("--mount", Lab.targets() + ":/targets", "--log", log.toString(), "--"));
        words.addAll(List.of(command));
        String pid = Lab.run(words.toArray(String[]::new)).strip();
        LabContainer container = new LabContainer(script, name, Integer.parseInt(pid), log);
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

    /** The host's PIDs of its processes, by the cgroup that was made for it. */
    public List<Integer> pids() throws IOException {
        String own = Proc.host().namespace(firstPid, "pid");
        List<Integer> pids = new ArrayList<>();
        for (int pid : pidsInCgroup()) {
            try {
                if (Proc.host().namespace(pid, "pid").equals(own)) {
                    pids.add(pid);
                }
            } catch (ProcessGone exited) {
                continue;
            }
        }
        return pids;
    }

    /** With those of the host that have entered its cgroup, such as a fuse's charger. */
    public List<Integer> pidsInCgroup() throws IOException {
        return LabCgroup.of(firstPid).pids();
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

    /** The OOM score of each of its processes, by PID. */
    public TreeMap<Integer, Integer> scores() throws IOException {
        TreeMap<Integer, Integer> scores = new TreeMap<>();
        for (int pid : pids()) {
            try {
                scores.put(pid, Proc.host().oomScoreAdj(pid));
            } catch (ProcessGone exited) {
                continue;
            }
        }
        return scores;
    }

    /** Its folder in the memory hierarchy. */
    public Path cgroup() throws IOException {
        return LabCgroup.of(firstPid).folder();
    }

    /** What cannot be reclaimed, computed by the test itself from the kernel's files. */
    public long unreclaimableBytes() throws IOException {
        return LabCgroup.of(firstPid).unreclaimableBytes();
    }

    /** A child of the launcher that has entered it: the one that charges the relief fuse. */
    public Optional<Integer> childOf(LauncherRun run) throws IOException {
        List<Integer> children = Proc.host().children(run.pid());
        return pidsInCgroup().stream().filter(children::contains).findFirst();
    }

    /** What files in memory take in it. */
    public long sharedBytes() throws IOException {
        return LabCgroup.of(firstPid).sharedBytes();
    }

    /** The names in its /tmp. */
    public TreeSet<String> tmp() throws IOException {
        try (Stream<Path> files = Files.list(tmpFolder())) {
            return files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Its /tmp, as the host sees it; an absolute link leads from the container's root there. */
    public Path tmpFolder() throws IOException {
        Path root = Proc.host().path(firstPid).resolve("root");
        Path tmp = root.resolve("tmp");
        return Files.isSymbolicLink(tmp) ? Path.of(root + "/" + Files.readSymbolicLink(tmp)) : tmp;
    }

    @Override
    public void close() throws IOException {
        List<String> words = new ArrayList<>(script);
        words.addAll(List.of("delete", name));
        Lab.run(words.toArray(String[]::new));
        Files.deleteIfExists(log);
    }
}
