package dev.ballast.launcher.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryUseTest {
    /**
     * From a 6.18 kernel; the fields that begin with "total_" count the groups below as well. The
     * group's own page cache is nearly all tmpfs, which cannot be reclaimed.
     */
    private static final String STAT_V1 =
            """
            cache 9310208
            rss 5562368
            rss_huge 0
            shmem 9068544
            mapped_file 7647232
            dirty 16384
            pgfault 1310752
            pgmajfault 693
            inactive_anon 0
            active_anon 1531904
            inactive_file 4096
            active_file 237568
            unevictable 13099008
            hierarchical_memory_limit 9223372036854771712
            total_cache 326508544
            total_rss 10092544
            total_shmem 9068544
            total_mapped_file 11169792
            total_dirty 294912
            total_pgfault 5310752
            total_pgmajfault 24693
            total_inactive_anon 4354048
            total_active_anon 1564672
            total_inactive_file 136798208
            total_active_file 180641792
            total_unevictable 13099008
            """;

    /** In the order and with the names of a 6.18 kernel. */
    private static final String STAT_V2 =
            """
            anon 5562368
            file 326508544
            kernel 9437184
            kernel_stack 360448
            shmem 9068544
            file_mapped 11169792
            file_dirty 294912
            inactive_anon 4354048
            active_anon 1564672
            inactive_file 136798208
            active_file 180641792
            unevictable 13099008
            slab_reclaimable 4194304
            slab_unreclaimable 1048576
            slab 5242880
            workingset_refault_file 434708
            pgfault 5310752
            pgmajfault 24693
            """;

    @TempDir Path folder;

    private MemoryCgroup v1() throws IOException {
        write("memory.usage_in_bytes", "536870912\n");
        write("memory.stat", STAT_V1);
        return new MemoryCgroupV1(folder, folder);
    }

    private MemoryCgroup v2() throws IOException {
        write("memory.current", "536870912\n");
        write("memory.stat", STAT_V2);
        return new MemoryCgroupV2(folder, folder);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void takesTheFilePagesOfTheWholeTreeOffOnVersion1() throws IOException {
        MemoryUse use = v1().use();
        assertEquals(new ByteSize(536870912), use.charged());
        assertEquals(new ByteSize(536870912 - 136798208 - 180641792), use.unreclaimable());
        assertEquals(new ByteSize(11169792), use.mapped());
        assertEquals(24693, use.majorFaults());
    }

    @Test
    void takesTheReclaimableSlabOffTooOnVersion2() throws IOException {
        MemoryUse use = v2().use();
        assertEquals(new ByteSize(536870912), use.charged());
        assertEquals(
                new ByteSize(536870912 - 136798208 - 180641792 - 4194304), use.unreclaimable());
        assertEquals(new ByteSize(11169792), use.mapped());
        assertEquals(24693, use.majorFaults());
    }

    /** A file in tmpfs is in "cache" and "file", and stays until it is deleted. */
    @Test
    void neverTakesTmpfsForReclaimable() throws IOException {
        ByteSize onV1 = v1().use().unreclaimable();
        write(
                "memory.stat",
                STAT_V1.replace("total_cache 326508544", "total_cache 426508544")
                        .replace("total_shmem 9068544", "total_shmem 109068544"));
        assertEquals(onV1, new MemoryCgroupV1(folder, folder).use().unreclaimable());
        ByteSize onV2 = v2().use().unreclaimable();
        write(
                "memory.stat",
                STAT_V2.replace("\nfile 326508544", "\nfile 426508544")
                        .replace("\nshmem 9068544", "\nshmem 109068544"));
        assertEquals(onV2, new MemoryCgroupV2(folder, folder).use().unreclaimable());
    }

    /** The charge and the statistics are not of the same moment. */
    @Test
    void isNeverNegative() {
        MemoryUse use = new MemoryUse(new ByteSize(10), new ByteSize(11), ByteSize.ZERO, 0);
        assertEquals(ByteSize.ZERO, use.unreclaimable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inactive_file",
                "active_file",
                "slab_reclaimable",
                "file_mapped",
                "pgmajfault"
            })
    void refusesStatisticsWithoutAFieldOnVersion2(String field) throws IOException {
        MemoryCgroup group = v2();
        write("memory.stat", STAT_V2.replace("\n" + field + " ", "\nother "));
        assertFails(group, "there is no field " + field);
    }

    /** The group's own fields must not stand in for those of the whole tree. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "total_inactive_file",
                "total_active_file",
                "total_mapped_file",
                "total_pgmajfault"
            })
    void refusesStatisticsWithoutAFieldOnVersion1(String field) throws IOException {
        MemoryCgroup group = v1();
        write("memory.stat", STAT_V1.replace("\n" + field + " ", "\nother "));
        assertFails(group, "there is no field " + field);
    }

    @Test
    void refusesAnAbsentOrUnreadableFile() throws IOException {
        MemoryCgroup group = v2();
        Files.delete(folder.resolve("memory.stat"));
        assertFails(group, folder + "/memory.stat");
        Files.createDirectory(folder.resolve("memory.stat"));
        assertFails(group, folder + "/memory.stat");
        write("memory.current", "");
        assertFails(group, folder + "/memory.current");
    }

    private static void assertFails(MemoryCgroup group, String words) {
        var failure = assertThrows(IOException.class, group::use);
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    /** Text from a 6.18 kernel: oom_kill_disable and oom_group_kill are other things. */
    @Test
    void countsOomKills() throws IOException {
        write("memory.oom_control", "oom_kill_disable 1\nunder_oom 0\noom_kill 3\n");
        assertEquals(OptionalLong.of(3), v1().oomKills());
        write(
                "memory.events",
                "low 0\nhigh 7\nmax 9\noom 5\noom_kill 4\noom_group_kill 1\nsock_throttled 0\n");
        assertEquals(OptionalLong.of(4), v2().oomKills());
    }

    /** Before 4.13 the kernel did not count. */
    @Test
    void tellsAKernelThatDoesNotCountFromNoKills() throws IOException {
        write("memory.oom_control", "oom_kill_disable 0\nunder_oom 0\n");
        assertEquals(OptionalLong.empty(), v1().oomKills());
        write("memory.events", "low 0\nhigh 0\nmax 0\noom 0\n");
        assertEquals(OptionalLong.empty(), v2().oomKills());
    }

    @Test
    void countsNoOomKillsInTheRootOfVersion2() throws IOException {
        assertEquals(OptionalLong.empty(), v2().oomKills());
    }

    @Test
    void refusesUnreadableCounts() throws IOException {
        MemoryCgroup group = v2();
        Files.createDirectory(folder.resolve("memory.events"));
        assertThrows(IOException.class, group::oomKills);
    }
}
