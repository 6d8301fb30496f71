package dev.ballast.launcher.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcTest {
    @TempDir Path root;
    private FakeProc fake;
    private Proc proc;

    @BeforeEach
    void addAProcess() throws IOException {
        fake = new FakeProc(root).process(4711, 1);
        proc = fake.proc();
    }

    /** One way of reading something of a process. */
    interface Question {
        Object ask(Proc proc, int pid) throws IOException;
    }

    static Stream<Question> everyQuestion() {
        return Stream.of(
                Proc::id,
                Proc::stat,
                Proc::status,
                Proc::cgroups,
                Proc::commandLine,
                Proc::environment,
                Proc::threads,
                Proc::children,
                Proc::oomScoreAdj,
                (proc, pid) -> proc.namespace(pid, "pid"),
                Proc::mappedFiles);
    }

    @Test
    void countsTheFaultsThatWaitedForADisk() throws IOException {
        assertEquals(31415, proc.majorFaults());
    }

    @ParameterizedTest
    @MethodSource("everyQuestion")
    void saysThatAProcessIsGone(Question question) {
        var gone = assertThrows(ProcessGone.class, () -> question.ask(proc, 4712));
        assertTrue(gone.getMessage().contains(root + "/4712/"), gone.getMessage());
    }

    @Test
    void saysThatAProcessIsGoneWhenItsScoreIsWritten() {
        assertThrows(ProcessGone.class, () -> proc.writeOomScoreAdj(new ProcessId(4712, 1), 5));
    }

    @ParameterizedTest
    @CsvSource({
        "stat, 4711 (java",
        "stat, 4711 (java) S 1",
        "status, Name:\tjava",
        "cgroup, no line of it",
        "oom_score_adj, much",
        "task/4711/children, 17 x",
    })
    void namesADamagedFile(String file, String text) throws IOException {
        fake.write("4711/" + file, text);
        assertNamed(
                root + "/4711/" + file,
                () -> {
                    proc.stat(4711);
                    proc.status(4711);
                    proc.cgroups(4711);
                    proc.oomScoreAdj(4711);
                    proc.children(4711);
                });
    }

    /** What is left of a line must not end in an exception of the parser's own. */
    @ParameterizedTest
    @CsvSource({
        "Uid:\t1000\t1000\t1000\t1000, Uid:\t1000",
        "VmRSS:\t   79888 kB, VmRSS:\t   79888",
        "NSpid:\t4711, NSpid:",
        "SigCgt:\t2000000101005ccf, SigCgt:\tx",
    })
    void namesAStatusFileWithADamagedLine(String line, String damaged) throws IOException {
        String text = Files.readString(root.resolve("4711/status"));
        assertTrue(text.contains(line));
        fake.write("4711/status", text.replace(line, damaged));
        assertNamed(root + "/4711/status", () -> proc.status(4711));
    }

    @Test
    void namesADamagedMemoryFile() throws IOException {
        fake.write("meminfo", "MemTotal:\nMemAvailable: 1 kB\nSwapFree: 1 kB\n");
        assertNamed(root + "/meminfo", proc::hostMemory);
        fake.write("vmstat", "pgfault 1\npgmajfaults 2\n");
        assertNamed(root + "/vmstat", proc::majorFaults);
    }

    @ParameterizedTest
    @CsvSource({
        "rw, false",
        "'rw,hidepid=0', false",
        "'rw,hidepid=off', false",
        "'rw,hidepid=2', true",
        "'rw,gid=4,hidepid=invisible', true",
        "'rw,hidepid=noaccess', true",
    })
    void tellsWhetherOthersAreHidden(String options, boolean isHidden) throws IOException {
        fake.mounts("24 30 0:22 / " + root + " rw,nosuid shared:13 - proc proc " + options);
        assertEquals(isHidden, proc.hidesOthers());
        fake.mounts("24 30 0:22 / /elsewhere rw - proc proc " + options);
        assertFalse(proc.hidesOthers());
    }

    @Test
    void readsTheKernelsOwnScore() throws IOException {
        fake.scores(4711, 500, 1002);
        assertEquals(1002, proc.oomScore(4711));
        assertThrows(ProcessGone.class, () -> proc.oomScore(4712));
    }

    @Test
    void namesADamagedMountFile() throws IOException {
        fake.mounts("35 31 0:32 / /sys rw");
        assertNamed(root + "/self/mountinfo", proc::ownMounts);
    }

    /** A folder in place of the file cannot be read by anybody, root included. */
    @Test
    void doesNotTakeAnUnreadableFileForAnExitedProcess() throws IOException {
        Files.delete(root.resolve("4711/stat"));
        Files.createDirectory(root.resolve("4711/stat"));
        assertNamed(root + "/4711/stat", () -> proc.stat(4711));
        assertNamed(root + "/4711/stat", () -> proc.isAlive(new ProcessId(4711, 5711)));
    }

    private static void assertNamed(String file, Executable read) {
        var failure = assertThrows(IOException.class, read);
        assertFalse(failure instanceof ProcessGone, "not gone");
        assertTrue(failure.getMessage().contains("read `" + file + "`"), failure.getMessage());
    }

    @Test
    void listsTheProcessesAndNothingElse() throws IOException {
        fake.process(1, 0).write("sys/kernel/x", "").write("uptime", "1.0 2.0");
        assertEquals(Set.of(1, 4711), new HashSet<>(proc.pids()));
    }

    @Test
    void tellsALaterProcessWithTheSameNumberFromTheFirst() throws IOException {
        ProcessId first = proc.id(4711);
        assertTrue(proc.isAlive(first));
        String stat = Files.readString(root.resolve("4711/stat"));
        fake.write("4711/stat", stat.replace(" 5711 ", " 5712 "));
        assertFalse(proc.isAlive(first));
        assertNotEquals(first, proc.id(4711));
    }

    @Test
    void takesAZombieForDead() throws IOException {
        ProcessId process = proc.id(4711);
        fake.stat(4711, 1, 'Z');
        assertFalse(proc.isAlive(process));
    }

    @Test
    void takesAnExitedProcessForDead() throws IOException {
        assertFalse(proc.isAlive(new ProcessId(4712, 1)));
    }

    @Test
    void findsTheChildrenOfEveryTask() throws IOException {
        fake.task(4711, 4712, 5000, 5001).task(4711, 4713).task(4711, 4714, 5002);
        assertEquals(Set.of(5000, 5001, 5002), new HashSet<>(proc.children(4711)));
    }

    /** Without CONFIG_PROC_CHILDREN, and on gVisor, a task has no such file. */
    @Test
    void doesNotTakeAKernelWithoutChildListsForAProcessWithoutChildren() throws IOException {
        Files.delete(root.resolve("4711/task/4711/children"));
        assertNamed(root + "/4711/task/4711/children", () -> proc.children(4711));
    }

    @Test
    void splitsTheCommandLineAtZeroBytes() throws IOException {
        fake.write("4711/cmdline", "java\0-cp\0a b\0Main\0\0x\0");
        assertEquals(List.of("java", "-cp", "a b", "Main", "", "x"), proc.commandLine(4711));
    }

    @Test
    void takesTheFirstOfTwoVariablesAsTheJvmDoes() throws IOException {
        fake.write("4711/environ", "A=1\0B=x=y\0A=2\0=odd\0odd\0");
        assertEquals(Map.of("A", "1", "B", "x=y"), proc.environment(4711));
    }

    @Test
    void namesEachMappedFileOnce() throws IOException {
        fake.write(
                "4711/maps",
                "00400000-00401000 r--p 00000000 fe:00 41                  /opt/a b/bin/java\n"
                        + "7f1a00000000-7f1a00001000 r-xp 00000000 fe:00 42   /lib/server/libjvm.so\n"
                        + "7f1a00001000-7f1a00002000 rw-p 00001000 fe:00 42   /lib/server/libjvm.so\n"
                        + "7f1a00003000-7f1a00004000 rw-s 00000000 00:3e 7    /tmp/page (deleted)\n"
                        + "7f1a00005000-7f1a00006000 rw-p 00000000 00:00 0\n"
                        + "7ffd0000000-7ffd0001000 rw-p 00000000 00:00 0      [stack]\n");
        assertEquals(
                List.of("/opt/a b/bin/java", "/lib/server/libjvm.so", "/tmp/page (deleted)"),
                List.copyOf(proc.mappedFiles(4711)));
    }

    /** Only newlines and backslashes of a name are escaped by the kernel, 6.18 included. */
    @Test
    void takesACarriageReturnInANameForNoNewLine() throws IOException {
        String status = Files.readString(root.resolve("4711/status"));
        fake.write("4711/status", status.replace("Name:\tjava", "Name:\tx\rUid:\t0\t0"));
        assertEquals(1000, proc.status(4711).uid());
    }

    /** A cgroup's name may hold everything but a newline and a slash. */
    @Test
    void takesACarriageReturnInACgroupForNoNewLine() throws IOException {
        fake.write("4711/cgroup", "0::/shop/x\r4:memory:/bank\n");
        assertEquals(
                List.of(new CgroupPath(Set.of(), "/shop/x\r4:memory:/bank")), proc.cgroups(4711));
    }

    /** What a process says of itself, it can make as long as its address space. */
    @ParameterizedTest
    @ValueSource(strings = {"cmdline", "environ"})
    void doesNotReadWordsWithoutEnd(String file) throws IOException {
        try (RandomAccessFile sparse =
                new RandomAccessFile(root.resolve("4711/" + file).toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        Executable read =
                file.equals("cmdline")
                        ? () -> proc.commandLine(4711)
                        : () -> proc.environment(4711);
        IOException refused = assertThrows(IOException.class, read);
        assertTrue(refused.getMessage().contains("/4711/" + file), refused.getMessage());
        assertTrue(refused.getMessage().contains("longer than"), refused.getMessage());
    }

    @Test
    void namesEveryThread() throws IOException {
        fake.task(4711, 4720).write("4711/task/4720/comm", "ballast-holder\n");
        assertEquals(Set.of("java", "ballast-holder"), new HashSet<>(proc.threads(4711).values()));
    }

    @Test
    void readsBackTheScoreItWrites() throws IOException {
        assertEquals(-1000, proc.writeOomScoreAdj(proc.id(4711), -1000));
        assertEquals(-1000, proc.oomScoreAdj(4711));
    }

    @Test
    void doesNotWriteToALaterProcessOfTheSameNumber() throws IOException {
        int before = proc.oomScoreAdj(4711);
        ProcessId earlier = new ProcessId(4711, proc.id(4711).startTicks() - 1);
        assertThrows(ProcessGone.class, () -> proc.writeOomScoreAdj(earlier, -1000));
        assertEquals(before, proc.oomScoreAdj(4711));
    }

    @Test
    void identifiesANamespace() throws IOException {
        fake.namespace(4711, "pid:[4026532551]");
        assertEquals("pid:[4026532551]", proc.namespace(4711, "pid"));
    }
}
