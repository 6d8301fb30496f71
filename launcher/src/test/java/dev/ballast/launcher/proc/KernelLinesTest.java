package dev.ballast.launcher.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of the smaller files, as a 6.18 kernel writes them. */
class KernelLinesTest {
    @Nested
    class OfCgroupPathTest {
        @Test
        void readsAHierarchyOfVersion1() {
            assertEquals(
                    new CgroupPath(Set.of("memory"), "/process_api/62e5"),
                    CgroupPath.parse("4:memory:/process_api/62e5"));
            assertFalse(CgroupPath.parse("4:memory:/").isV2());
        }

        @Test
        void readsControllersThatShareAHierarchy() {
            assertEquals(
                    Set.of("cpu", "cpuacct"), CgroupPath.parse("2:cpu,cpuacct:/").controllers());
        }

        @Test
        void readsAHierarchyWithoutControllers() {
            CgroupPath systemd = CgroupPath.parse("9:name=systemd:/");
            assertEquals(Set.of("name=systemd"), systemd.controllers());
            assertFalse(systemd.isV2());
        }

        @Test
        void readsTheOneOfVersion2() {
            CgroupPath path = CgroupPath.parse("0::/system.slice/x.service");
            assertTrue(path.isV2());
            assertEquals("/system.slice/x.service", path.path());
        }

        @Test
        void keepsColonsInThePath() {
            assertEquals("/a:b:c", CgroupPath.parse("0::/a:b:c").path());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "0", "0:/", "memory"})
        void refusesADamagedLine(String line) {
            assertThrows(IllegalArgumentException.class, () -> CgroupPath.parse(line));
        }
    }

    @Nested
    class OfMountTest {
        @Test
        void readsAMountWithoutOptionalFields() {
            assertEquals(
                    new Mount("/", "/sys/fs/cgroup/memory", "cgroup", Set.of("rw", "memory")),
                    Mount.parse(
                            "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup"
                                    + " rw,memory"));
        }

        @Test
        void readsAMountWithOptionalFields() {
            Mount mount =
                    Mount.parse(
                            "31 23 0:28 /docker/4bd0 /sys/fs/cgroup ro,relatime shared:9 master:2"
                                    + " - cgroup2 cgroup2 rw,nsdelegate");
            assertEquals("/docker/4bd0", mount.root());
            assertEquals("cgroup2", mount.type());
        }

        @Test
        void readsEscapedCharacters() {
            Mount mount =
                    Mount.parse("35 31 0:32 /a\\040b /c\\011d\\012e\\134f rw - cgroup2 cgroup2 rw");
            assertEquals("/a b", mount.root());
            assertEquals("/c\td\ne\\f", mount.mountPoint());
        }

        /** A folder that is really called {@code x\040y}. */
        @Test
        void doesNotUnescapeTwice() {
            assertEquals(
                    "/x\\040y",
                    Mount.parse("35 31 0:32 / /x\\134040y rw - tmpfs tmpfs rw").mountPoint());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "35 31 0:32 / /sys rw",
                    "35 31 0:32 / - cgroup cgroup rw",
                    "a - b c"
                })
        void refusesADamagedLine(String line) {
            assertThrows(IllegalArgumentException.class, () -> Mount.parse(line));
        }
    }

    @Nested
    class OfHostMemoryTest {
        private static final List<String> LINES =
                List.of(
                        "MemTotal:       24684092 kB",
                        "MemFree:        24176340 kB",
                        "MemAvailable:   24325760 kB",
                        "Buffers:            1340 kB",
                        "SwapCached:            8 kB",
                        "SwapTotal:          2048 kB",
                        "SwapFree:           1024 kB",
                        "Mapped:            98304 kB",
                        "HugePages_Total:       0");

        @Test
        void readsWhatThereIs() {
            assertEquals(
                    new HostMemory(
                            new ByteSize(24684092L * 1024),
                            new ByteSize(24325760L * 1024),
                            new ByteSize(2048 * 1024),
                            new ByteSize(1024 * 1024),
                            new ByteSize(98304 * 1024)),
                    HostMemory.parse(LINES));
        }

        @ParameterizedTest
        @ValueSource(strings = {"MemTotal", "MemAvailable", "SwapTotal", "SwapFree", "Mapped"})
        void refusesAFileWithoutAFieldThatIsNeeded(String field) {
            List<String> lines =
                    LINES.stream().filter(line -> !line.startsWith(field + ":")).toList();
            assertThrows(IllegalArgumentException.class, () -> HostMemory.parse(lines));
        }
    }

    @Nested
    class OfMemoryPressureTest {
        @Test
        void readsTheTotalsAndNotTheAverages() {
            assertEquals(
                    new MemoryPressure(1343980, 758096),
                    MemoryPressure.parse(
                            List.of(
                                    "some avg10=0.00 avg60=0.09 avg300=0.14 total=1343980",
                                    "full avg10=0.00 avg60=0.01 avg300=0.05 total=758096")));
        }

        @Test
        void refusesAFileWithoutALineThatIsNeeded() {
            List<String> onlySome = List.of("some avg10=0.00 avg60=0.00 avg300=0.00 total=1");
            assertThrows(IllegalArgumentException.class, () -> MemoryPressure.parse(onlySome));
        }
    }

    @Nested
    class OfSwapAreaTest {
        /** From a 6.1 kernel; a file may have spaces in its name, written as \\040. */
        @Test
        void readsSizeAndUse() {
            SwapArea area = new SwapArea(new ByteSize(998396 * 1024), new ByteSize(1024 * 1024));
            assertEquals(
                    area,
                    SwapArea.parse(
                            "/dev/vda2                               partition\t998396\t\t1024"
                                    + "\t\t-2"));
            assertEquals(area, SwapArea.parse("/swap\\040file file\t\t998396\t\t1024\t\t-3"));
        }

        @Test
        void refusesADamagedLine() {
            assertThrows(IllegalArgumentException.class, () -> SwapArea.parse("/dev/vda2 file"));
        }
    }

    /** Files that a kernel may not have. */
    @Nested
    class OfAbsentFilesTest {
        @Test
        void tellsAbsentFromNothing(@TempDir Path folder) throws IOException {
            FakeProc fake = new FakeProc(folder);
            assertEquals(Optional.empty(), fake.proc().memoryPressure());
            fake.write("vmstat", "nr_free_pages 5818823\npgfault 7\n");
            assertEquals(OptionalLong.empty(), fake.proc().oomKills());
            fake.write("vmstat", "nr_free_pages 5818823\noom_kill 0\nnuma_hit 7\n");
            assertEquals(OptionalLong.of(0), fake.proc().oomKills());
            fake.write("swaps", "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
            assertEquals(List.of(), fake.proc().swaps());
        }
    }
}
