package dev.ballast.launcher.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a group counts of OOMs, who dies together, its swap and its pressure. */
class OomSettingsTest {
    private static final int PID = 4711;

    @TempDir Path temporary;
    private FakeProc proc;

    @BeforeEach
    void addAProcess() throws IOException {
        proc = new FakeProc(temporary.resolve("proc")).process(PID, 1);
    }

    private FakeCgroups v1() throws IOException {
        return FakeCgroups.v1(proc, temporary.resolve("cgroup")).put(proc, PID, "/a/b/c");
    }

    private FakeCgroups v2() throws IOException {
        return FakeCgroups.v2(proc, temporary.resolve("cgroup")).put(proc, PID, "/a/b/c");
    }

    private MemoryCgroup group() throws IOException {
        return new MemoryCgroups(proc.proc()).of(PID);
    }

    private MemoryCgroup above(String path) throws IOException {
        return group().at(temporary.resolve("cgroup").resolve(path));
    }

    /** Text from a 6.18 kernel. */
    @Test
    void countsWhatVersion1Counts() throws IOException {
        v1().write("/a/b/c", "memory.oom_control", "oom_kill_disable 0\nunder_oom 1\noom_kill 3\n")
                .write("/a/b/c", "memory.failcnt", "1042\n");
        assertEquals(
                new OomCounts(
                        OptionalLong.of(3),
                        OptionalLong.empty(),
                        OptionalLong.of(1042),
                        OptionalLong.empty(),
                        true),
                group().oomCounts());
    }

    /** Text from a 6.18 kernel. What is met below is not the group's own limit. */
    @Test
    void countsWhatVersion2Counts() throws IOException {
        String rest = "oom_kill 4\noom_group_kill 1\nsock_throttled 0\n";
        v2().write("/a/b/c", "memory.events", "low 0\nhigh 7\nmax 9\noom 5\n" + rest)
                .write("/a/b/c", "memory.events.local", "low 0\nhigh 0\nmax 2\noom 2\n" + rest);
        assertEquals(
                new OomCounts(
                        OptionalLong.of(4),
                        OptionalLong.of(1),
                        OptionalLong.of(2),
                        OptionalLong.of(5),
                        false),
                group().oomCounts());
    }

    @Test
    void countsNothingInTheRoot() throws IOException {
        v2();
        assertEquals(
                new OomCounts(
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        false),
                above("").oomCounts());
    }

    @Test
    void tellsWhetherAGroupDiesTogether() throws IOException {
        FakeCgroups fake = v2();
        assertEquals(Optional.empty(), group().oomGroup());
        fake.write("/a/b/c", "memory.oom.group", "0\n");
        assertEquals(Optional.of(false), group().oomGroup());
        fake.write("/a/b/c", "memory.oom.group", "1\n");
        assertEquals(Optional.of(true), group().oomGroup());
        fake.write("/a/b/c", "memory.oom.group", "yes\n");
        assertThrows(IOException.class, () -> group().oomGroup());
    }

    @Test
    void version1KnowsNoGroupsThatDieTogether() throws IOException {
        v1().write("/a/b/c", "memory.oom.group", "1\n");
        assertEquals(Optional.empty(), group().oomGroup());
        assertEquals(Optional.empty(), group().dyingTogether(Optional.empty()));
    }

    /** Of mem_cgroup_get_oom_group: the highest below the domain, itself included. */
    @Test
    void theHighestGroupUpToTheFullOneDiesTogether() throws IOException {
        FakeCgroups fake = v2().write("/a/b/c", "memory.oom.group", "1\n");
        assertEquals("/a/b/c", together("a").path());
        fake.write("/a", "memory.oom.group", "1\n").write("/a/b", "memory.oom.group", "0\n");
        assertEquals("/a", together("a").path());
        assertEquals("/a/b/c", together("a/b").path());
        assertEquals("/a", group().dyingTogether(Optional.empty()).orElseThrow().path());
        fake.write("/a/b/c", "memory.oom.group", "0\n");
        assertTrue(group().dyingTogether(Optional.of(above("a/b"))).isEmpty());
    }

    private MemoryCgroup together(String domain) throws IOException {
        return group().dyingTogether(Optional.of(above(domain))).orElseThrow();
    }

    @Test
    void tellsSwapOnVersion2() throws IOException {
        FakeCgroups fake = v2();
        assertEquals(new Limit.Absent(), group().swapLimit());
        assertEquals(Optional.empty(), group().swapUse());
        fake.write("/a/b/c", "memory.swap.max", "max\n")
                .write("/a/b/c", "memory.swap.current", "4096\n");
        assertEquals(new Limit.Unlimited(), group().swapLimit());
        assertEquals(Optional.of(new ByteSize(4096)), group().swapUse());
        fake.write("/a/b/c", "memory.swap.max", "0\n");
        assertEquals(new Limit.Of(ByteSize.ZERO), group().swapLimit());
        fake.write("/a/b/c", "memory.swap.max", "some\n");
        assertThrows(IOException.class, () -> group().swapLimit());
    }

    /** memory.memsw counts memory and swap together. */
    @Test
    void tellsSwapOnVersion1() throws IOException {
        FakeCgroups fake = v1().limit("/a/b/c", "536870912");
        assertEquals(new Limit.Absent(), group().swapLimit());
        assertEquals(Optional.empty(), group().swapUse());
        fake.write("/a/b/c", "memory.memsw.limit_in_bytes", "1073741824\n")
                .write("/a/b/c", "memory.memsw.usage_in_bytes", "5242880\n")
                .write("/a/b/c", "memory.usage_in_bytes", "4194304\n");
        assertEquals(new Limit.Of(ByteSize.ofMiB(512)), group().swapLimit());
        assertEquals(Optional.of(ByteSize.ofMiB(1)), group().swapUse());
        fake.write("/a/b/c", "memory.memsw.limit_in_bytes", "9223372036854771712\n");
        assertEquals(new Limit.Unlimited(), group().swapLimit());
    }

    /** Text from a 6.18 kernel. */
    @Test
    void tellsPressureOnVersion2Only() throws IOException {
        String text =
                "some avg10=0.00 avg60=0.09 avg300=0.14 total=1343980\n"
                        + "full avg10=0.00 avg60=0.01 avg300=0.05 total=758096\n";
        FakeCgroups fake = v2();
        assertEquals(Optional.empty(), group().pressure());
        fake.write("/a/b/c", "memory.pressure", text);
        assertEquals(Optional.of(new MemoryPressure(1343980, 758096)), group().pressure());
        fake.write("/a/b/c", "memory.pressure", text.replace("full", "none"));
        assertThrows(IOException.class, () -> group().pressure());
        v1().write("/a/b/c", "memory.pressure", text);
        assertEquals(Optional.empty(), group().pressure());
    }

    @Test
    void listsTheGroupsRightBelow() throws IOException {
        v2().write("/a/b/d", "cgroup.procs", "");
        assertEquals(2, above("a/b").below().size());
        assertEquals(0, above("a/b/none").below().size());
    }
}
