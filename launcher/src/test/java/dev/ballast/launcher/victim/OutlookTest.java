package dev.ballast.launcher.victim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.container.Containers;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.guard.Scope;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutlookTest {
    private static final String SHOP =
            "/docker-4bd0f6c9a1e24b53a7b8c9d0e1f203142536475869708192a3b4c5d6e7f80910.scope";
    private static final int LAUNCHER = 900;
    private static final int SHELL = 4000;
    private static final int JVM = 4007;
    private static final int SIDECAR = 4020;
    private static final int OTHER = 5000;

    @TempDir Path temporary;
    private FakeProc proc;
    private FakeCgroups groups;

    /** A host with a container of 512 MiB: a shell, a JVM of 200 MiB, a sidecar of 100 MiB. */
    @BeforeEach
    void startAContainer() throws IOException {
        proc = new FakeProc(temporary.resolve("proc"));
        groups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        add(1, 0, "/init.scope", 14_000, 0, 666).namespacePids(1, 1);
        add(LAUNCHER, 1, "/user.slice", 60_000, 0, 668);
        add(OTHER, 1, "/user.slice", 400_000, 0, 677);
        add(SHELL, 1, SHOP, 1_000, 0, 666);
        proc.namespacePids(SHELL, SHELL, 1).memory(SHELL, 1_000, 0, 0);
        add(JVM, SHELL, SHOP + "/jvm", 200 << 10, 0, 672);
        add(SIDECAR, SHELL, SHOP, 100 << 10, 0, 669);
        groups.limit(SHOP, Long.toString(512L << 20)).limit("/user.slice", "max");
    }

    private FakeProc add(
            int pid, int parent, String group, long residentKibibytes, int adj, int score)
            throws IOException {
        proc.process(pid, parent).memory(pid, residentKibibytes, 0, 0).scores(pid, adj, score);
        groups.put(proc, pid, group);
        return proc;
    }

    private Snapshot.Reader reader(boolean seesHost) {
        return new Snapshot.Reader(
                proc.proc(), new MemoryCgroups(proc.proc()), process(LAUNCHER), seesHost, 4096);
    }

    private Snapshot snapshot() throws IOException {
        MemoryCgroups cgroups = new MemoryCgroups(proc.proc());
        var container = new Containers(proc.proc(), cgroups, LAUNCHER).of(process(JVM));
        return reader(true).read(process(JVM), Scope.of(process(JVM), container));
    }

    private static ProcessId process(int pid) {
        return new ProcessId(pid, 1000 + pid);
    }

    private static List<Integer> pids(Ranking ranking) {
        return ranking.standings().stream().map(standing -> standing.process().id().pid()).toList();
    }

    private List<Integer> inGroup() throws IOException {
        return pids(Outlook.of(snapshot()).group().orElseThrow());
    }

    private Outlook after(int score) throws IOException {
        return Outlook.of(snapshot(), new OomScoreAdj(score));
    }

    private static Optional<Integer> next(Ranking ranking) {
        return ranking.next().map(next -> next.process().id().pid());
    }

    private String why(int pid) throws IOException {
        return Outlook.of(snapshot()).group().orElseThrow().standings().stream()
                .filter(standing -> standing.process().id().pid() == pid)
                .findFirst()
                .orElseThrow()
                .why();
    }

    @Test
    void putsTheLargestOfTheCgroupAndTheGroupsBelowItFirst() throws IOException {
        assertEquals(List.of(JVM, SIDECAR, SHELL), inGroup());
        assertEquals("next: the largest", why(JVM));
        assertEquals("", why(SIDECAR));
        assertEquals("all of its PID namespace ends with it", why(SHELL));
    }

    @Test
    void countsSwapAndPageTablesToo() throws IOException {
        proc.memory(SIDECAR, 100 << 10, 90 << 10, 11 << 10);
        assertEquals(List.of(SIDECAR, JVM, SHELL), inGroup());
    }

    /** 250 thousandths of 512 MiB are 128 MiB, of the host's 23.5 GiB they are 5.9 GiB. */
    @Test
    void weighsAnAdjByTheLimitThatIsFull() throws IOException {
        proc.scores(SIDECAR, 190, 795);
        assertEquals(List.of(JVM, SIDECAR, SHELL), inGroup());
        proc.scores(SIDECAR, 200, 802);
        assertEquals(List.of(SIDECAR, JVM, SHELL), inGroup());
        assertEquals("next: adj 200 adds 102.3 MiB", why(SIDECAR));
        assertEquals(Optional.of(SIDECAR), next(Outlook.of(snapshot()).host()));
    }

    @Test
    void saysThatLargerOnesHaveALowerAdj() throws IOException {
        proc.scores(JVM, -500, 338);
        assertEquals(List.of(SIDECAR, SHELL, JVM), inGroup());
        assertEquals("next: the larger ones have a lower adj", why(SIDECAR));
        assertEquals("adj -500 takes off 255.9 MiB", why(JVM));
    }

    @Test
    void ordersTheHostByTheKernelsOwnScore() throws IOException {
        assertEquals(List.of(OTHER, JVM, SIDECAR, SHELL, 1), pids(Outlook.of(snapshot()).host()));
    }

    /** As in vfork, or when its memory has been taken already. */
    @Test
    void passesOverWhomTheKernelGivesNoScore() throws IOException {
        proc.scores(JVM, 0, 0);
        assertEquals(List.of(SIDECAR, SHELL, JVM), inGroup());
        assertEquals("not now: in vfork, or dying already", why(JVM));
    }

    /** At -999 even the kernel's score of who can be taken may be 0. */
    @Test
    void doesNotTakeALowScoreForNone() throws IOException {
        proc.scores(JVM, -999, 0);
        assertTrue(
                Outlook.of(snapshot()).group().orElseThrow().standings().stream()
                        .allMatch(standing -> standing.process().isEligible()));
    }

    @Test
    void leavesOutKernelThreadsZombiesAndTheEnded() throws IOException {
        add(2, 0, "/", 0, 0, 0);
        add(4030, SHELL, SHOP, 0, 0, 0).stat(4030, SHELL, 'Z');
        groups.write(SHOP + "/gone", "cgroup.procs", "4040\n");
        assertEquals(List.of(JVM, SIDECAR, SHELL), inGroup());
        assertEquals(5, Outlook.of(snapshot()).host().standings().size());
    }

    @Test
    void neverTakesTheFirstProcessOfTheHost() throws IOException {
        Standing last = Outlook.of(snapshot()).host().standings().get(4);
        assertEquals("never: the host's first process", last.why());
        Snapshot inside = reader(false).read();
        assertTrue(Outlook.of(inside).host().standings().get(4).process().isEligible());
        assertTrue(inside.notes().get(0).contains("inside a container"), inside.notes().toString());
    }

    @Test
    void findsNobodyLeftAtMinus1000() throws IOException {
        Outlook outlook = after(-1000);
        assertEquals(Optional.empty(), outlook.group().orElseThrow().next());
        assertEquals(Optional.of(OTHER), next(outlook.host()));
        assertEquals(3, Outlook.lowered(snapshot(), new OomScoreAdj(-1000)));
    }

    @Test
    void stillTakesTheLargestAtMinus999() throws IOException {
        Outlook outlook = after(-999);
        assertEquals(Optional.of(JVM), next(outlook.group().orElseThrow()));
        assertEquals(
                6, outlook.host().firstOf(snapshot().scope()).orElseThrow().process().oomScore());
    }

    @Test
    void neverRaisesAScore() throws IOException {
        proc.scores(SIDECAR, -1000, 0);
        Outlook outlook = after(500);
        assertEquals(0, Outlook.lowered(snapshot(), new OomScoreAdj(500)));
        assertEquals(List.of(JVM, SHELL, SIDECAR), pids(outlook.group().orElseThrow()));
    }

    /** The limit is a pod's; the guard protects one container of it. */
    @Test
    void takesTheNeighbourUnderTheSameLimitInstead() throws IOException {
        add(6000, 1, "/pod/sandbox", 3_000, 0, 666);
        groups.put(proc, JVM, "/pod" + SHOP).put(proc, SHELL, "/pod" + SHOP);
        groups.limit("/pod", Long.toString(512L << 20));
        Outlook outlook = after(-1000);
        assertEquals(Optional.of(6000), next(outlook.group().orElseThrow()));
    }

    @Test
    void hasNoTableOfACgroupThatLimitsNothing() throws IOException {
        groups.limit(SHOP, "max");
        assertEquals(Optional.empty(), Outlook.of(snapshot()).group());
    }

    @Test
    void findsWhoDiesTogetherByTheHighestCgroupThatSaysSo() throws IOException {
        groups.write(SHOP, "memory.oom.group", "0\n");
        groups.write(SHOP + "/jvm", "memory.oom.group", "1\n");
        Outlook.WholeGroup jvm = Outlook.of(snapshot()).wholeGroup().orElseThrow();
        assertEquals(List.of(JVM), jvm.pids());
        groups.write(SHOP, "memory.oom.group", "1\n");
        proc.scores(SHELL, -1000, 0);
        Outlook.WholeGroup shop = Outlook.of(snapshot()).wholeGroup().orElseThrow();
        assertEquals(SHOP, shop.path());
        assertEquals(List.of(JVM, SIDECAR), shop.pids());
    }

    /** The setting of a cgroup above the one that is full does not count. */
    @Test
    void doesNotLookAboveTheFullCgroup() throws IOException {
        groups.write(SHOP, "memory.oom.group", "0\n");
        groups.write("/", "memory.oom.group", "1\n");
        assertEquals(Optional.empty(), Outlook.of(snapshot()).wholeGroup());
    }

    @Test
    void failsOnAnUnreadableProcessOfTheCgroupAndNotesOthers() throws IOException {
        makeUnreadable(OTHER);
        Snapshot snapshot = snapshot();
        assertEquals(List.of(JVM, SIDECAR, SHELL, 1), pids(Outlook.of(snapshot).host()));
        assertTrue(
                snapshot.notes().get(0).matches("not ranked, .*: 1 process, .*/5000/oom_score`.*"),
                snapshot.notes().toString());
        makeUnreadable(SIDECAR);
        var failure = assertThrows(IOException.class, this::snapshot);
        assertTrue(failure.getMessage().contains("4020/oom_score`"), failure.getMessage());
    }

    /** A folder in its place cannot be read by anybody, root included. */
    private void makeUnreadable(int pid) throws IOException {
        Path file = proc.proc().path(pid).resolve("oom_score");
        Files.delete(file);
        Files.createDirectory(file);
    }

    /** Before 5.9 a launcher of 60 MB had a score of 2 on this host, at adj 0. */
    @Test
    void refusesAKernelWithAnotherRule() throws IOException {
        proc.scores(LAUNCHER, 0, 2);
        var failure = assertThrows(IOException.class, this::snapshot);
        assertTrue(failure.getMessage().contains("Linux 5.9"), failure.getMessage());
        proc.scores(LAUNCHER, 1000, 1335);
        snapshot();
        proc.scores(LAUNCHER, -1000, 0);
        snapshot();
    }
}
