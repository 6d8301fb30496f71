package dev.ballast.launcher.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.container.Container;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopeTest {
    private static final ProcessId JVM = new ProcessId(400, 1400);

    @TempDir Path temporary;
    private FakeProc proc;

    @BeforeEach
    void startAHost() throws IOException {
        proc = new FakeProc(temporary.resolve("proc")).process(1, 0);
    }

    private List<Integer> membersOf(Scope scope) throws IOException {
        return scope.members(proc.proc()).stream()
                .map(ProcessStat::id)
                .map(ProcessId::pid)
                .toList();
    }

    private Scope group(String group) throws IOException {
        MemoryCgroup cgroup = new MemoryCgroups(proc.proc()).of(1);
        return new Scope.Cgroup(group, cgroup.at(cgroup.folder().resolve(group)));
    }

    /** cgroup.procs is in no order, and numbers start again at the top. */
    @Test
    void putsEachProcessAfterItsParent() throws IOException {
        FakeCgroups groups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        int[][] childAndParent = {{30, 20}, {9, 30}, {20, 1000}, {1000, 1}, {10, 20}, {8, 9}};
        for (int[] pair : childAndParent) {
            groups.put(proc.process(pair[0], pair[1]), pair[0], "/shop");
        }
        assertEquals(List.of(1000, 20, 30, 9, 10, 8), membersOf(group("shop")));
    }

    @Test
    void keepsProcessesWhoseParentsAreElsewhere() throws IOException {
        FakeCgroups groups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        groups.put(proc.process(300, 299), 300, "/shop"); // joined by docker exec
        groups.put(proc.process(200, 1), 200, "/shop");
        assertEquals(List.of(300, 200), membersOf(group("shop")));
    }

    @Test
    void leavesOutZombiesAndExitedProcesses() throws IOException {
        FakeCgroups groups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        groups.put(proc.process(200, 1), 200, "/shop");
        groups.put(proc.process(201, 200), 201, "/shop");
        groups.put(proc.process(202, 201), 202, "/shop");
        groups.write("/shop/below", "cgroup.procs", "203\n");
        proc.stat(201, 200, 'Z');
        assertEquals(List.of(200, 202), membersOf(group("shop")));
    }

    /** It does not happen in one snapshot; two that are mixed must not end in an endless loop. */
    @Test
    void endsOnParentsInACircle() throws IOException {
        FakeCgroups groups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        groups.put(proc.process(200, 201), 200, "/shop");
        groups.put(proc.process(201, 200), 201, "/shop");
        groups.put(proc.process(202, 202), 202, "/shop");
        assertEquals(3, membersOf(group("shop")).size());
    }

    /** Here each chain is longer than a test would like to write. */
    @Test
    void putsLongChainsInOrder() throws IOException {
        FakeCgroups groups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        for (int pid = 2; pid <= 300; pid++) {
            groups.put(proc.process(pid, pid + 1), pid, "/shop");
        }
        List<Integer> members = membersOf(group("shop"));
        for (int pid = 2; pid < 300; pid++) {
            assertTrue(members.indexOf(pid + 1) < members.indexOf(pid));
        }
    }

    /** A small stack stands for a chain of as many processes as the kernel has numbers for. */
    @Test
    void putsAChainInOrderThatIsDeeperThanAStack() throws Exception {
        FakeCgroups groups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        StringBuilder pids = new StringBuilder();
        for (int pid = 2; pid <= 4000; pid++) {
            proc.stat(pid, pid + 1, 'S');
            pids.append(pid).append('\n');
        }
        groups.write("/shop", "cgroup.procs", pids.toString());
        FutureTask<List<Integer>> members = new FutureTask<>(() -> membersOf(group("shop")));
        new Thread(null, members, "small", 160 << 10).start();
        assertEquals(3999, members.get().size());
        for (int i = 0; i < 3999; i++) {
            assertEquals(4000 - i, members.get().get(i));
        }
    }

    @Test
    void followsTheChildrenOfEveryTask() throws IOException {
        proc.process(400, 1).task(400, 401).task(400, 417, 500, 501);
        proc.process(500, 400).task(500, 500, 600);
        proc.process(501, 400).process(600, 500).process(700, 1);
        Scope tree = Scope.of(JVM, Optional.empty());
        assertEquals(List.of(400, 500, 501, 600), membersOf(tree));
    }

    @Test
    void isEmptyWhenTheFirstProcessIsAnotherOneByNow() throws IOException {
        proc.process(400, 1).task(400, 417, 500).process(500, 400);
        Scope tree = Scope.of(new ProcessId(400, 1399), Optional.empty());
        assertEquals(List.of(), membersOf(tree));
    }

    @Test
    void isEveryProcessOfTheContainer() throws IOException {
        FakeCgroups groups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        groups.put(proc.process(390, 1), 390, "/shop").put(proc.process(400, 390), 400, "/shop");
        groups.put(proc.process(800, 1), 800, "/bank");
        MemoryCgroup cgroup = new MemoryCgroups(proc.proc()).of(400);
        ProcessId init = new ProcessId(390, 1390);
        Scope scope =
                Scope.of(
                        JVM,
                        Optional.of(new Container(Optional.empty(), Optional.of(cgroup), init)));
        assertEquals(List.of(390, 400), membersOf(scope));
        assertEquals("cgroup " + groups.folder("/shop") + "\n", scope.journalLine());
    }

    @Test
    void isTheTreeBelowInitWhereTheContainerHasNoGroupOfItsOwn() throws IOException {
        proc.process(390, 1).task(390, 390, 400).process(400, 390);
        ProcessId init = new ProcessId(390, 1390);
        Scope scope =
                Scope.of(JVM, Optional.of(new Container(Optional.empty(), Optional.empty(), init)));
        assertEquals(List.of(390, 400), membersOf(scope));
    }
}
