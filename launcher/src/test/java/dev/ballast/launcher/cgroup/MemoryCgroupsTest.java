package dev.ballast.launcher.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryCgroupsTest {
    private static final int PID = 4711;

    /** What a group without a limit says. */
    enum Version {
        V1("9223372036854771712", "memory.limit_in_bytes"),
        V2("max", "memory.max");

        final String unlimited;
        final String limitFile;

        Version(String unlimited, String limitFile) {
            this.unlimited = unlimited;
            this.limitFile = limitFile;
        }

        FakeCgroups mount(FakeProc proc, Path mountPoint, String root) throws IOException {
            return this == V1
                    ? FakeCgroups.v1(proc, mountPoint, root)
                    : FakeCgroups.v2(proc, mountPoint, root);
        }
    }

    @TempDir Path temporary;
    private FakeProc proc;
    private MemoryCgroups cgroups;

    @BeforeEach
    void addAProcess() throws IOException {
        proc = new FakeProc(temporary.resolve("proc")).process(PID, 1);
        cgroups = new MemoryCgroups(proc.proc());
    }

    private FakeCgroups mount(Version version) throws IOException {
        return mount(version, "/");
    }

    private FakeCgroups mount(Version version, String root) throws IOException {
        return version.mount(proc, temporary.resolve("cgroup"), root);
    }

    private MemoryBound bound() throws IOException {
        return cgroups.bindingBound(cgroups.of(PID));
    }

    @ParameterizedTest
    @EnumSource
    void findsTheGroupOfAProcess(Version version) throws IOException {
        FakeCgroups fake = mount(version).put(proc, PID, "/docker/4bd0");
        MemoryCgroup group = cgroups.of(PID);
        assertEquals(fake.folder("/docker/4bd0"), group.folder());
        assertEquals("/docker/4bd0", group.path());
        assertEquals(version == Version.V1, group instanceof MemoryCgroupV1);
    }

    /** Hybrid: the unified hierarchy is mounted too, without the memory controller. */
    @Test
    void prefersTheHierarchyWithTheControllerOnAHostOfBothVersions() throws IOException {
        mount(Version.V1).put(proc, PID, "/docker/4bd0").limit("/docker/4bd0", "536870912");
        assertEquals(ByteSize.ofMiB(512), bound().limit());
    }

    @Test
    void refusesAProcessWithoutAMemoryCgroup() throws IOException {
        mount(Version.V1);
        proc.cgroup(PID, "9:name=systemd:/", "1:cpu:/");
        var failure = assertThrows(IOException.class, () -> cgroups.of(PID));
        assertTrue(failure.getMessage().contains("in no cgroup"), failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void refusesAGroupThatIsNotMounted(Version version) throws IOException {
        mount(version).put(proc, PID, "/docker/4bd0");
        proc.mounts("27 1 254:0 / / rw,relatime - ext4 /dev/vda rw");
        assertNotMounted();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAGroupWithoutAFolder(Version version) throws IOException {
        FakeCgroups fake = mount(version).put(proc, PID, "/gone");
        Files.delete(fake.folder("/gone/cgroup.procs"));
        Files.delete(fake.folder("/gone"));
        assertNotMounted();
    }

    /**
     * Seen from a private cgroup namespace, a group outside of it begins with "..": it must be
     * taken neither for the launcher's own group, nor for a group of the same name in there.
     */
    @ParameterizedTest
    @ValueSource(strings = {"/..", "/../..", "/../4bd0", "/../../4bd0", "/../../../../../.."})
    void refusesAGroupOutsideTheLaunchersNamespace(String path) throws IOException {
        mount(Version.V2).limit("/4bd0", "536870912").limit("/", "1073741824");
        proc.cgroup(PID, "0::" + path);
        assertNotMounted();
    }

    /** The host's hierarchy, bound into a container with a private cgroup namespace. */
    @Test
    void findsAGroupOutsideTheLaunchersNamespaceWhereItIsMounted() throws IOException {
        FakeCgroups fake = mount(Version.V2, "/../..").limit("/docker/4bd0", "536870912");
        proc.cgroup(PID, "0::/../../docker/4bd0");
        assertEquals(fake.folder("/docker/4bd0"), cgroups.of(PID).folder());
        assertEquals(ByteSize.ofMiB(512), bound().limit());
    }

    private void assertNotMounted() {
        var failure = assertThrows(IOException.class, () -> cgroups.of(PID));
        assertTrue(failure.getMessage().contains("is not mounted here"), failure.getMessage());
    }

    /** A container on v1 sees only its own part: /sys/fs/cgroup/memory is /docker/4bd0. */
    @ParameterizedTest
    @EnumSource
    void findsTheGroupBelowABindMount(Version version) throws IOException {
        FakeCgroups fake =
                mount(version, "/docker/4bd0").limit("/", "536870912").limit("/inner", "max");
        fake.put(proc, PID, "/inner").limit("/inner", version.unlimited);
        if (version == Version.V1) {
            proc.cgroup(PID, "4:memory:/docker/4bd0/inner", "0::/");
        } else {
            proc.cgroup(PID, "0::/docker/4bd0/inner");
        }
        assertEquals(fake.folder("/inner"), cgroups.of(PID).folder());
        assertEquals(ByteSize.ofMiB(512), bound().limit());
    }

    /** /docker/4bd0 does not contain /docker/4bd0123. */
    @ParameterizedTest
    @EnumSource
    void doesNotTakeAGroupWithALongerNameForOneBelow(Version version) throws IOException {
        FakeCgroups fake = mount(version, "/docker/4bd0").put(proc, PID, "/");
        Files.createDirectories(fake.folder("/123"));
        proc.cgroup(PID, version == Version.V1 ? "4:memory:/docker/4bd0123" : "0::/docker/4bd0123");
        assertNotMounted();
    }

    @ParameterizedTest
    @EnumSource
    void takesTheSmallestLimitOnTheWayUp(Version version) throws IOException {
        FakeCgroups fake =
                mount(version)
                        .put(proc, PID, "/pods/pod1/main")
                        .limit("/pods", "2147483648")
                        .limit("/pods/pod1", "536870912")
                        .limit("/pods/pod1/main", "1073741824")
                        .limit("/pods/pod2", "1048576");
        MemoryBound bound = bound();
        assertEquals(ByteSize.ofMiB(512), bound.limit());
        assertEquals("memory cgroup /pods/pod1", bound.name());
        assertTrue(bound.covers(cgroups.of(PID)));
        assertFalse(bound.covers(cgroups.of(PID).at(fake.folder("/pods/pod2"))));
    }

    @ParameterizedTest
    @EnumSource
    void takesTheLowerGroupOfTwoEqualLimits(Version version) throws IOException {
        mount(version)
                .put(proc, PID, "/pod/main")
                .limit("/pod", "536870912")
                .limit("/pod/main", "536870912");
        assertEquals("memory cgroup /pod/main", bound().name());
    }

    @ParameterizedTest
    @EnumSource
    void takesTheHostsMemoryWhereNoGroupHasALimit(Version version) throws IOException {
        mount(version)
                .put(proc, PID, "/a/b")
                .limit("/a", version.unlimited)
                .limit("/a/b", version.unlimited);
        assertHostBound();
    }

    @ParameterizedTest
    @EnumSource
    void takesTheHostsMemoryWhereEveryLimitIsAboveIt(Version version) throws IOException {
        mount(version).put(proc, PID, "/a").limit("/a", Long.toString(24684092L * 1024 + 4096));
        assertHostBound();
    }

    private void assertHostBound() throws IOException {
        MemoryBound bound = bound();
        assertInstanceOf(HostMemoryBound.class, bound);
        assertEquals(new ByteSize(24684092L * 1024), bound.limit());
        MemoryUse use = bound.use();
        assertEquals(new ByteSize((24684092L - 4325760L) * 1024), use.unreclaimable());
        assertEquals(ByteSize.ofMiB(128), use.mapped());
        assertEquals(31415, use.majorFaults());
        assertTrue(bound.covers(cgroups.of(PID)));
    }

    /** The root has no memory.max, and a group may have no memory controller. */
    @Test
    void looksFurtherUpFromAGroupWithoutTheController() throws IOException {
        mount(Version.V2).put(proc, PID, "/slice/x.service").limit("/slice", "536870912");
        assertInstanceOf(Limit.Absent.class, cgroups.of(PID).limit());
        assertEquals("memory cgroup /slice", bound().name());
    }

    @ParameterizedTest
    @EnumSource
    void tellsUnlimitedFromAbsent(Version version) throws IOException {
        FakeCgroups fake = mount(version).put(proc, PID, "/a");
        assertInstanceOf(Limit.Absent.class, cgroups.of(PID).limit());
        fake.limit("/a", version.unlimited);
        assertInstanceOf(Limit.Unlimited.class, cgroups.of(PID).limit());
        fake.limit("/a", "0");
        assertEquals(new Limit.Of(ByteSize.ZERO), cgroups.of(PID).limit());
    }

    @ParameterizedTest
    @EnumSource
    void neverTakesAnUnreadableLimitForNone(Version version) throws IOException {
        FakeCgroups fake = mount(version).put(proc, PID, "/a/b").limit("/a/b", "536870912");
        fake.unreadable("/a", version.limitFile);
        var failure = assertThrows(IOException.class, this::bound);
        assertTrue(
                failure.getMessage().contains(fake.folder("/a") + "/" + version.limitFile),
                failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void neverTakesADamagedLimitForNone(Version version) throws IOException {
        FakeCgroups fake = mount(version).put(proc, PID, "/a");
        for (String damaged : new String[] {"", "maximum", "1e9", "536870912 1"}) {
            fake.limit("/a", damaged);
            var failure = assertThrows(IOException.class, this::bound);
            assertTrue(failure.getMessage().contains("is not a number"), failure.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverTakesARemovedGroupForOneWithoutALimit(Version version) throws IOException {
        FakeCgroups fake = mount(version).put(proc, PID, "/a");
        MemoryCgroup group = cgroups.of(PID);
        Files.delete(fake.folder("/a/cgroup.procs"));
        Files.delete(fake.folder("/a"));
        var failure = assertThrows(IOException.class, group::limit);
        assertTrue(failure.getMessage().contains("has been removed"), failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void followsALimitThatIsChanged(Version version) throws IOException {
        FakeCgroups fake = mount(version).put(proc, PID, "/a").limit("/a", "536870912");
        MemoryBound bound = bound();
        fake.limit("/a", "1073741824");
        assertEquals(ByteSize.ofMiB(1024), bound.limit());
        fake.limit("/a", version.unlimited);
        assertThrows(IOException.class, bound::limit);
    }

    @ParameterizedTest
    @EnumSource
    void listsTheProcessesOfTheGroupAndOfAllBelow(Version version) throws IOException {
        mount(version)
                .put(proc.process(1, 0), 1, "/")
                .put(proc, PID, "/a")
                .put(proc.process(4712, PID), 4712, "/a")
                .put(proc.process(4713, PID), 4713, "/a/b/c")
                .write("/a/d", "cgroup.procs", "0\n"); // 0: one that this PID namespace cannot see
        assertEquals(
                Set.of(PID, 4712, 4713),
                cgroups.of(PID).pids().stream().collect(Collectors.toSet()));
    }

    @Test
    void tellsWhetherAGroupDiesAsAWhole() throws IOException {
        FakeCgroups fake = mount(Version.V2).put(proc, PID, "/a");
        assertEquals(Optional.empty(), cgroups.of(PID).oomGroup());
        fake.write("/a", "memory.oom.group", "0\n");
        assertEquals(Optional.of(false), cgroups.of(PID).oomGroup());
        fake.write("/a", "memory.oom.group", "1\n");
        assertEquals(Optional.of(true), cgroups.of(PID).oomGroup());
        fake.write("/a", "memory.oom.group", "yes\n");
        assertThrows(IOException.class, () -> cgroups.of(PID).oomGroup());
    }

    /** memory.oom_control of a 6.18 kernel. */
    @Test
    void tellsOnV1WhetherTheOomKillerIsOff() throws IOException {
        FakeCgroups fake = mount(Version.V1).put(proc, PID, "/a");
        assertFalse(cgroups.of(PID).isOomKillerOff());
        String text = "oom_kill_disable 0\nunder_oom 0\noom_kill 0\n";
        fake.write("/a", "memory.oom_control", text);
        assertFalse(cgroups.of(PID).isOomKillerOff());
        fake.write("/a", "memory.oom_control", text.replace("disable 0", "disable 1"));
        assertTrue(cgroups.of(PID).isOomKillerOff());
        assertEquals(Optional.empty(), cgroups.of(PID).oomGroup());
    }

    private long swapMebibytes() throws IOException {
        return cgroups.swapOf(cgroups.of(PID)).bytes() >> 20;
    }

    /** On v1 the second limit is that of memory and swap together. */
    @ParameterizedTest
    @EnumSource
    void addsTheSwapThatTheGroupMayUse(Version version) throws IOException {
        boolean isV1 = version == Version.V1;
        String file = isV1 ? "memory.memsw.limit_in_bytes" : "memory.swap.max";
        FakeCgroups fake = mount(version).put(proc, PID, "/a").limit("/a", "536870912");
        assertEquals(0, swapMebibytes(), "the host has none");
        proc.hostMemory(24684092, 1 << 20).write("sys/vm/swappiness", "60\n");
        assertEquals(1024, swapMebibytes(), "no such file");
        fake.write("/a", file, version.unlimited + "\n");
        assertEquals(1024, swapMebibytes());
        fake.write("/a", file, (isV1 ? 768L << 20 : 256L << 20) + "\n");
        assertEquals(256, swapMebibytes());
        fake.write("/a", file, (8L << 30) + "\n");
        assertEquals(1024, swapMebibytes());
    }

    /** v1 groups have a swappiness of their own. */
    @ParameterizedTest
    @EnumSource
    void addsNoSwapAtSwappiness0(Version version) throws IOException {
        FakeCgroups fake = mount(version).put(proc, PID, "/a").limit("/a", "536870912");
        proc.hostMemory(24684092, 1 << 20).write("sys/vm/swappiness", "0\n");
        assertEquals(0, swapMebibytes());
        fake.write("/a", "memory.swappiness", "60\n");
        assertEquals(version == Version.V1 ? 1024 : 0, swapMebibytes());
    }

    @ParameterizedTest
    @EnumSource
    void endsAtTheMount(Version version) throws IOException {
        mount(version).put(proc, PID, "/a");
        MemoryCgroup top = cgroups.of(PID).parent().orElseThrow();
        assertEquals("/", top.path());
        assertEquals(Optional.empty(), top.parent());
    }
}
