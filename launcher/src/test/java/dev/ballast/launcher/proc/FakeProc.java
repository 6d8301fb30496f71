package dev.ballast.launcher.proc;

import dev.ballast.launcher.lab.Lab;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** A {@code /proc} file system on disk, with text as a 6.18 kernel writes it. */
public final class FakeProc {
    /** The PID namespace that every kernel boots with. */
    public static final String HOST_NAMESPACE = "pid:[4026531836]";

    private final Path root;

    public FakeProc(Path root) throws IOException {
        this.root = Files.createDirectories(root);
        Files.createDirectories(root.resolve("self"));
        write("self/mountinfo", "");
        hostMemory(24684092);
        write("vmstat", "nr_free_pages 6044085\npgfault 2718281\npgmajfault 31415\n");
    }

    public Proc proc() {
        return new Proc(root);
    }

    /** Replaces a file of the tree, or adds one. */
    public FakeProc write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        return this;
    }

    /**
     * Lets something happen while a file is read for the first time. The reader still gets what it
     * held before.
     */
    public FakeProc whenRead(String file, Callable<?> happening) throws IOException {
        Path path = root.resolve(file);
        String text = Files.readString(path);
        makeFifo(path);
        start(
                () -> {
                    try (OutputStream reader = Files.newOutputStream(path)) { // once there is one
                        Path later = path.resolveSibling("later");
                        Files.writeString(later, text);
                        Files.move(later, path, StandardCopyOption.REPLACE_EXISTING);
                        happening.call();
                        reader.write(text.getBytes(StandardCharsets.UTF_8));
                    }
                });
        return this;
    }

    /** The same, each time that it is read. */
    public FakeProc wheneverRead(String file, Callable<?> happening) throws IOException {
        Path path = root.resolve(file);
        byte[] text = Files.readAllBytes(path);
        makeFifo(path);
        start(
                () -> {
                    while (true) {
                        try (OutputStream reader = Files.newOutputStream(path)) {
                            makeFifo(path); // for the next one: this one is still being read
                            happening.call();
                            reader.write(text);
                        }
                    }
                });
        return this;
    }

    private static void makeFifo(Path path) throws IOException {
        Path fifo = path.resolveSibling("fifo");
        Lab.run("mkfifo", fifo.toString());
        Files.move(fifo, path, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void start(Server server) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                server.serve();
                            } catch (Exception theFolderIsGone) {
                                return; // the reader then gets nothing, and fails
                            }
                        },
                        "fake-proc");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Server {
        void serve() throws Exception;
    }

    public FakeProc hostMemory(long totalKibibytes) throws IOException {
        return hostMemory(totalKibibytes, 0);
    }

    public FakeProc hostMemory(long totalKibibytes, long swapKibibytes) throws IOException {
        return write(
                "meminfo",
                "MemTotal:       "
                        + totalKibibytes
                        + " kB\nMemFree:         9176340 kB\nMemAvailable:    4325760 kB\n"
                        + "Cached:           317376 kB\nMapped:           131072 kB\nSwapTotal:      "
                        + swapKibibytes
                        + " kB\nSwapFree:              0 kB\n");
    }

    public FakeProc mounts(String... lines) throws IOException {
        return write("self/mountinfo", String.join("\n", lines) + "\n");
    }

    /** A process with one task and no children, in the host's PID namespace. */
    public FakeProc process(int pid, int parent) throws IOException {
        stat(pid, parent, 'S');
        namespacePids(pid, pid);
        namespace(pid, HOST_NAMESPACE);
        scores(pid, 0, 668);
        write(pid + "/cgroup", "0::/\n");
        return task(pid, pid);
    }

    /** A zombie's state is Z. Every process starts 1000 ticks and its PID after boot. */
    public FakeProc stat(int pid, int parent, char state) throws IOException {
        return write(
                pid + "/stat",
                pid
                        + " (java) "
                        + state
                        + " "
                        + parent
                        + " 22552 19272 0 -1 4194304 13451 0 21 0 77 6 0 0 20 0 19 0 "
                        + (1000 + pid)
                        + " 9188765696 19877 18446744073709551615 0 0 0 0 0 0 0 0 16800975 0 0 0 17"
                        + " 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
    }

    /** Another process of that number, which started then. */
    public FakeProc start(int pid, long startTicks) throws IOException {
        Path stat = root.resolve(pid + "/stat");
        Path other = root.resolve(pid + "/stat.later");
        String text = Files.readString(stat);
        Files.writeString(other, text.replace(" " + (1000 + pid) + " ", " " + startTicks + " "));
        Files.move(other, stat, StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    /** Its numbers from the launcher's PID namespace inwards. */
    public FakeProc namespacePids(int pid, int... numbers) throws IOException {
        String list =
                Arrays.stream(numbers)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining("\t"));
        return write(
                pid + "/status",
                "Name:\tjava\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t"
                        + pid
                        + "\nNgid:\t0\nPid:\t"
                        + pid
                        + "\nUid:\t1000\t1000\t1000\t1000\nGid:\t1000\t1000\t1000\t1000\nNSpid:\t"
                        + list
                        + "\nVmRSS:\t   79888 kB\nRssAnon:\t   49392 kB\nThreads:\t19\n"
                        + "SigCgt:\t2000000101005ccf\nCapEff:\t0000000000000000\n");
    }

    /** A process of root with every capability, such as a launcher. */
    public FakeProc root(int pid) throws IOException {
        process(pid, 1);
        Path status = root.resolve(pid + "/status");
        return write(
                pid + "/status",
                Files.readString(status)
                        .replace("Uid:\t1000\t1000", "Uid:\t0\t0")
                        .replace("CapEff:\t0000000000000000", "CapEff:\t000001ffffffffff"));
    }

    /** Its memory in kB; a kernel thread's lines are not there, which reads as none. */
    public FakeProc memory(int pid, long resident, long swap, long pageTables) throws IOException {
        Path status = root.resolve(pid + "/status");
        String lines =
                "VmRSS:\t"
                        + resident
                        + " kB\nVmPTE:\t"
                        + pageTables
                        + " kB\nVmSwap:\t"
                        + swap
                        + " kB\n";
        String text = Files.readString(status).replaceAll("Vm(RSS|PTE|Swap):.*\n", "");
        Files.writeString(status, text + lines);
        return this;
    }

    /** What is set, and what the kernel makes of it. */
    public FakeProc scores(int pid, int adj, int oomScore) throws IOException {
        write(pid + "/oom_score_adj", adj + "\n");
        return write(pid + "/oom_score", oomScore + "\n");
    }

    public FakeProc namespace(int pid, String identity) throws IOException {
        Path link = root.resolve(pid + "/ns/pid");
        Files.createDirectories(link.getParent());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(identity));
        return this;
    }

    public FakeProc cgroup(int pid, String... lines) throws IOException {
        return write(pid + "/cgroup", String.join("\n", lines) + "\n");
    }

    /** Adds a task with these children to a process. The kernel ends the list with a space. */
    public FakeProc task(int pid, int task, int... children) throws IOException {
        String list =
                Arrays.stream(children)
                        .mapToObj(child -> child + " ")
                        .collect(Collectors.joining());
        write(pid + "/task/" + task + "/comm", "java\n");
        return write(pid + "/task/" + task + "/children", list);
    }
}
