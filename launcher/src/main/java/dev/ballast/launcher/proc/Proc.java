package dev.ballast.launcher.proc;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * A {@code /proc} file system. Every method reads anew; {@link ProcessGone} says that the process
 * has exited, every other {@link IOException} names the file and what the system said.
 */
public final class Proc {
    /** More than most files of /proc have. */
    private static final int FIRST_READ_BYTES = 4096;

    /** {@code -1000} and a newline. */
    private static final int LONGEST_SCORE_BYTES = 8;

    /**
     * The words that a process was started with are at most so long with the usual limit of its
     * stack (execve(2)); later it can point to any part of its address space instead
     * (PR_SET_MM_MAP).
     */
    private static final int LONGEST_WORDS_BYTES = 2 << 20;

    /** A JVM with many libraries and jars has some hundreds. */
    private static final int MOST_MAPPED_FILES = 10_000;

    private final Path root;
    private final Optional<OfTheHost> remembered;

    public Proc(Path root) {
        this(root, Optional.empty());
    }

    private Proc(Path root, Optional<OfTheHost> remembered) {
        this.root = root;
        this.remembered = remembered;
    }

    /** What is the same for every process. */
    private record OfTheHost(List<Mount> ownMounts, HostMemory memory, long majorFaults) {}

    /** The same, for one look at many processes: what is the host's is read once, now. */
    public Proc rememberingTheHost() throws IOException {
        return new Proc(root, Optional.of(new OfTheHost(ownMounts(), hostMemory(), majorFaults())));
    }

    /** The one of this machine. */
    public static Proc host() {
        return new Proc(Path.of("/proc"));
    }

    public Path path(int pid) {
        return root.resolve(Integer.toString(pid));
    }

    /** The numbers of all processes, in no order. */
    public List<Integer> pids() throws IOException {
        return numbersIn(root);
    }

    /** The process that has this number now. */
    public ProcessId id(int pid) throws IOException {
        return stat(pid).id();
    }

    /** Whether exactly this process still runs. A zombie does not. */
    public boolean isAlive(ProcessId process) throws IOException {
        try {
            ProcessStat stat = stat(process.pid());
            return stat.id().equals(process) && !stat.isZombie();
        } catch (ProcessGone gone) {
            return false;
        }
    }

    public ProcessStat stat(int pid) throws IOException {
        Path file = path(pid).resolve("stat");
        return parsed(file, () -> ProcessStat.parse(read(file).strip()));
    }

    public ProcessStatus status(int pid) throws IOException {
        Path file = path(pid).resolve("status");
        return parsed(file, () -> ProcessStatus.parse(lines(file)));
    }

    /** One entry for each hierarchy. */
    public List<CgroupPath> cgroups(int pid) throws IOException {
        Path file = path(pid).resolve("cgroup");
        return parsed(file, () -> lines(file).stream().map(CgroupPath::parse).toList());
    }

    public List<Mount> ownMounts() throws IOException {
        if (remembered.isPresent()) {
            return remembered.get().ownMounts();
        }
        return mounts(root.resolve("self"));
    }

    /** What is mounted where the process lives, by the paths that it has there. */
    public List<Mount> mounts(int pid) throws IOException {
        return mounts(path(pid));
    }

    private List<Mount> mounts(Path process) throws IOException {
        Path file = process.resolve("mountinfo");
        return parsed(file, () -> lines(file).stream().map(Mount::parse).toList());
    }

    public HostMemory hostMemory() throws IOException {
        if (remembered.isPresent()) {
            return remembered.get().memory();
        }
        Path file = root.resolve("meminfo");
        return parsed(file, () -> HostMemory.parse(lines(file)));
    }

    /** Every swap area that is on; none on most hosts. */
    public List<SwapArea> swaps() throws IOException {
        Path file = root.resolve("swaps");
        return parsed(file, () -> lines(file).stream().skip(1).map(SwapArea::parse).toList());
    }

    /** The whole host's; none when this kernel keeps none ({@code psi=0}). PSI is in Linux 4.20. */
    public Optional<MemoryPressure> memoryPressure() throws IOException {
        Path file = root.resolve("pressure").resolve("memory");
        return Files.exists(file)
                ? Optional.of(parsed(file, () -> MemoryPressure.parse(lines(file))))
                : Optional.empty();
    }

    /**
     * How many processes any OOM killer has taken since boot, on the host and in all its cgroups;
     * none before Linux 4.13, where /proc/vmstat has no line {@code oom_kill}.
     */
    public OptionalLong oomKills() throws IOException {
        return vmstat("oom_kill");
    }

    /** How many page faults of this machine have waited for a disk since it was booted. */
    public long majorFaults() throws IOException {
        if (remembered.isPresent()) {
            return remembered.get().majorFaults();
        }
        return vmstat("pgmajfault")
                .orElseThrow(
                        () ->
                                new IOException(
                                        "read `" + root.resolve("vmstat") + "`: no pgmajfault"));
    }

    private OptionalLong vmstat(String field) throws IOException {
        Path file = root.resolve("vmstat");
        String start = field + " ";
        return parsed(
                file,
                () ->
                        lines(file).stream()
                                .filter(line -> line.startsWith(start))
                                .mapToLong(line -> Long.parseLong(line.substring(start.length())))
                                .findFirst());
    }

    /** Identity of a namespace of the process, for example {@code pid:[4026531836]}. */
    public String namespace(int pid, String kind) throws IOException {
        Path link = path(pid).resolve("ns").resolve(kind);
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException failure) {
            throw asProcError(link, "read", failure);
        }
    }

    /**
     * What the host's security module calls the process, for example {@code
     * system_u:system_r:container_t:s0:c1,c2} or {@code docker-default (enforce)}; none without
     * such a module.
     */
    public Optional<String> securityLabel(int pid) throws IOException {
        Path file = path(pid).resolve("attr").resolve("current");
        try {
            // With the NUL that SELinux ends it with.
            return Optional.of(read(file).replace("\0", "").strip())
                    .filter(text -> !text.isEmpty());
        } catch (ProcessGone gone) {
            if (Files.isDirectory(path(pid))) {
                return Optional.empty(); // a kernel without any
            }
            throw gone;
        } catch (IOException noModule) {
            return Optional.empty(); // EINVAL
        }
    }

    /** Which ids of the process's user namespace are which of the launcher's, line by line. */
    public List<String> uidMap(int pid) throws IOException {
        return lines(path(pid).resolve("uid_map")).stream().map(String::strip).toList();
    }

    /** {@code 6.1.0-18-cloud-amd64}. */
    public String kernelRelease() throws IOException {
        return read(root.resolve("sys/kernel/osrelease")).strip();
    }

    /** The command line's words. Text from inside the process: never trust it. */
    public List<String> commandLine(int pid) throws IOException {
        return zeroSeparated(path(pid).resolve("cmdline"));
    }

    /**
     * The environment the process was started with. Text from inside the process: never trust it.
     */
    public Map<String, String> environment(int pid) throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (String entry : zeroSeparated(path(pid).resolve("environ"))) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                variables.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return variables;
    }

    /**
     * The names of the files that are mapped into the process, as the kernel shows them in {@code
     * 7f3c1c000000-7f3c1d2aa000 r-xp 00000000 fe:00 1048 /usr/lib/jvm/.../libjvm.so}: with {@code
     * (deleted)} behind a file that has no name any more. Text from inside the process: never trust
     * it.
     */
    public Set<String> mappedFiles(int pid) throws IOException {
        Path maps = path(pid).resolve("maps");
        Set<String> files = new LinkedHashSet<>();
        // Line by line: a process may have a quarter of a gigabyte of them.
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new FileInputStream(maps.toFile()), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int name = line.indexOf('/');
                if (name >= 0 && files.size() < MOST_MAPPED_FILES) {
                    files.add(line.substring(name));
                }
            }
        } catch (FileNotFoundException unopened) {
            throw asProcError(maps, "read", reasonFor(maps, unopened));
        } catch (IOException failure) {
            throw asProcError(maps, "read", failure);
        }
        return files;
    }

    /**
     * What this host calls the effective user of the process; none when it has no name for it, or
     * when the process's folder is root's because its memory may not be read.
     */
    public Optional<String> userName(int pid, int uid) throws IOException {
        Path folder = path(pid);
        try {
            Map<String, Object> owner = Files.readAttributes(folder, "unix:uid,owner");
            return Optional.of(owner)
                    .filter(known -> known.get("uid").equals(uid))
                    .map(known -> ((UserPrincipal) known.get("owner")).getName())
                    .filter(name -> !name.equals(Integer.toString(uid)));
        } catch (IOException failure) {
            throw asProcError(folder.resolve("status"), "look at", failure);
        }
    }

    /**
     * What the process has open, by descriptor: paths as the kernel shows them, and things like
     * {@code socket:[4711]}. Text from inside the process: never trust it.
     */
    public Map<Integer, String> openFiles(int pid) throws IOException {
        Path folder = path(pid).resolve("fd");
        Map<Integer, String> files = new TreeMap<>();
        for (int descriptor : numbersIn(folder)) {
            try {
                files.put(descriptor, Files.readSymbolicLink(openFile(pid, descriptor)).toString());
            } catch (NoSuchFileException closed) {
                continue;
            } catch (IOException failure) {
                throw asProcError(openFile(pid, descriptor), "read", failure);
            }
        }
        return files;
    }

    /** Leads to the file itself that the process has open, whatever has become of its name. */
    public Path openFile(int pid, int descriptor) {
        return path(pid).resolve("fd").resolve(Integer.toString(descriptor));
    }

    /** All threads by number, with their names: text from inside the process, never trust it. */
    public Map<Integer, String> threads(int pid) throws IOException {
        Path tasks = path(pid).resolve("task");
        Map<Integer, String> names = new HashMap<>();
        for (int task : numbersIn(tasks)) {
            try {
                names.put(task, read(tasks.resolve(task + "/comm")).strip());
            } catch (ProcessGone threadEnded) {
                continue;
            }
        }
        return names;
    }

    /**
     * The children of every task of the process. A JVM's children never belong to its main thread,
     * whose list alone is empty. {@code children} needs CONFIG_PROC_CHILDREN.
     */
    public List<Integer> children(int pid) throws IOException {
        Path tasks = path(pid).resolve("task");
        List<Integer> children = new ArrayList<>();
        for (int task : numbersIn(tasks)) {
            Path file = tasks.resolve(task + "/children");
            try {
                children.addAll(parsed(file, () -> numbers(read(file))));
            } catch (ProcessGone threadEnded) {
                if (Files.isDirectory(file.getParent())) {
                    throw new IOException(
                            "read `" + file + "`: this kernel does not list children", threadEnded);
                }
            }
        }
        return children;
    }

    private static List<Integer> numbers(String text) {
        return Arrays.stream(text.strip().split(" "))
                .filter(number -> !number.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    public int oomScoreAdj(int pid) throws IOException {
        Path file = oomScoreAdjFile(pid);
        return parsed(file, () -> Integer.parseInt(read(file).strip()));
    }

    /**
     * What the kernel itself makes of the process in an OOM of the whole host, from 0 to 2000; 0
     * also for one that it does not take.
     */
    public int oomScore(int pid) throws IOException {
        Path file = path(pid).resolve("oom_score");
        return parsed(file, () -> Integer.parseInt(read(file).strip()));
    }

    /** How many there can be on this machine: by kernel.threads-max, and by kernel.pid_max. */
    public long mostTasks() throws IOException {
        Path kernel = root.resolve("sys/kernel");
        return Math.min(number(kernel.resolve("threads-max")), number(kernel.resolve("pid_max")));
    }

    private static long number(Path file) throws IOException {
        return parsed(file, () -> Long.parseLong(read(file).strip()));
    }

    /** {@code vm.swappiness}, which every v2 cgroup has too. */
    public int swappiness() throws IOException {
        Path file = root.resolve("sys/vm/swappiness");
        return parsed(file, () -> Integer.parseInt(read(file).strip()));
    }

    /** Whether this /proc is mounted so that it hides other users' processes. */
    public boolean hidesOthers() throws IOException {
        return ownMounts().stream()
                .filter(mount -> mount.type().equals("proc"))
                .filter(mount -> Path.of(mount.mountPoint()).equals(root))
                .flatMap(mount -> mount.options().stream())
                .anyMatch(option -> option.matches("hidepid=(?!0|off).*"));
    }

    /**
     * Writes a score directly, as choom does, and reads it back. An open file of {@code
     * /proc/<pid>} belongs to the process and not to the number: once that has been seen to be the
     * right one, nothing that is written through it can reach another.
     *
     * @return the score that the kernel shows afterwards
     */
    public int writeOomScoreAdj(ProcessId process, int score) throws IOException {
        Path path = oomScoreAdjFile(process.pid());
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (!id(process.pid()).equals(process)) {
                throw new ProcessGone(process);
            }
            file.write(Integer.toString(score).getBytes(StandardCharsets.US_ASCII));
            file.seek(0);
            byte[] shown = new byte[LONGEST_SCORE_BYTES];
            int length = file.read(shown);
            return Integer.parseInt(
                    new String(shown, 0, length, StandardCharsets.US_ASCII).strip());
        } catch (FileNotFoundException unopened) {
            throw asProcError(path, "write", reasonFor(path, unopened));
        } catch (ProcessGone gone) {
            throw gone;
        } catch (IOException failure) {
            throw asProcError(path, "write", failure);
        }
    }

    private Path oomScoreAdjFile(int pid) {
        return path(pid).resolve("oom_score_adj");
    }

    private List<String> zeroSeparated(Path file) throws IOException {
        return Arrays.stream(read(file, LONGEST_WORDS_BYTES).split("\0")).toList();
    }

    private static List<Integer> numbersIn(Path folder) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        // Not by a glob, which is compiled as a regular expression for each folder.
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (Character.isDigit(name.charAt(0))) {
                    numbers.add(Integer.parseInt(name));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException gone) {
            throw new ProcessGone(folder.toString(), gone);
        } catch (DirectoryIteratorException failure) {
            throw asProcError(folder, "list", failure.getCause());
        } catch (IOException failure) {
            throw asProcError(folder, "list", failure);
        }
        return numbers;
    }

    /**
     * Not by {@link String#lines}, to which a carriage return ends a line too: the kernel escapes
     * none in the names of programs and cgroups, which are the container's to choose.
     */
    private static List<String> lines(Path file) throws IOException {
        return Arrays.stream(read(file).split("\n")).filter(line -> !line.isEmpty()).toList();
    }

    private static String read(Path file) throws IOException {
        return read(file, Integer.MAX_VALUE);
    }

    /**
     * A stream and not a channel, which costs more classes and more calls for each of the thousands
     * of small files of a large tree.
     */
    private static String read(Path file, int longestBytes) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            byte[] text = new byte[FIRST_READ_BYTES];
            int length = 0;
            for (int count = in.read(text); count > 0; ) {
                length += count;
                if (length > longestBytes) {
                    throw new IOException("it is longer than " + longestBytes + " bytes");
                }
                if (length == text.length) {
                    text = Arrays.copyOf(text, 2 * length);
                }
                count = in.read(text, length, text.length - length);
            }
            return new String(text, 0, length, StandardCharsets.UTF_8);
        } catch (FileNotFoundException unopened) {
            throw asProcError(file, "read", reasonFor(file, unopened));
        } catch (IOException failure) {
            throw asProcError(file, "read", failure);
        }
    }

    /** Why a file could not be opened: the stream's exception has it in its text only. */
    private static IOException reasonFor(Path file, FileNotFoundException unopened) {
        try {
            Files.newByteChannel(file).close();
            return unopened;
        } catch (IOException reason) {
            return reason;
        }
    }

    /**
     * ESRCH is what /proc answers when a process exits between open and read; its words depend on
     * the locale, so it is looked whether the process's folder is still there.
     */
    private static IOException asProcError(Path file, String act, IOException failure) {
        if (failure instanceof NoSuchFileException || !Files.isDirectory(file.getParent())) {
            return new ProcessGone(file.toString(), failure);
        }
        return new IOException(act + " `" + file + "`: " + reason(failure), failure);
    }

    private static String reason(IOException failure) {
        return failure instanceof java.nio.file.AccessDeniedException
                ? "Permission denied"
                : failure.getMessage();
    }

    private interface Parser<T> {
        T parse() throws IOException;
    }

    private static <T> T parsed(Path file, Parser<T> parser) throws IOException {
        try {
            return parser.parse();
        } catch (IllegalArgumentException | IndexOutOfBoundsException unexpected) {
            throw new IOException(
                    "read `"
                            + file
                            + "`: not what this kernel file looks like: "
                            + UntrustedText.printable(String.valueOf(unexpected.getMessage())),
                    unexpected);
        }
    }
}
