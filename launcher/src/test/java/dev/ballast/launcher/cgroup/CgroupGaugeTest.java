package dev.ballast.launcher.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link MemoryUseTest} shows of one reading, for many through one gauge. */
class CgroupGaugeTest {
    enum Version {
        V1("memory.usage_in_bytes", "memory.limit_in_bytes", "9223372036854771712"),
        V2("memory.current", "memory.max", "max");

        final String charged;
        final String limit;
        final String unlimited;

        Version(String charged, String limit, String unlimited) {
            this.charged = charged;
            this.limit = limit;
            this.unlimited = unlimited;
        }

        MemoryCgroup group(Path folder) {
            return this == V1
                    ? new MemoryCgroupV1(folder, folder)
                    : new MemoryCgroupV2(folder, folder);
        }

        String statistics(long inactiveFile) {
            String prefix = this == V1 ? "total_" : "";
            return "anon 9\n"
                    + (prefix + "inactive_file " + inactiveFile + "\n")
                    + (prefix + "active_file 2000\n")
                    + (this == V1 ? "total_mapped_file 300\n" : "file_mapped 300\n")
                    + (this == V1 ? "" : "slab_reclaimable 0\n")
                    + (prefix + "pgmajfault 7\n");
        }
    }

    @TempDir Path temporary;
    private Path folder;

    @BeforeEach
    void makeAGroup() throws IOException {
        folder = Files.createDirectory(temporary.resolve("group"));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private MemoryGauge gauge(Version version) throws IOException {
        write(version.charged, "536870912\n");
        write(version.limit, "1073741824\n");
        write("memory.stat", version.statistics(1000));
        return version.group(folder).gauge();
    }

    @ParameterizedTest
    @EnumSource
    void readsAnewEachTime(Version version) throws IOException {
        try (MemoryGauge gauge = gauge(version)) {
            assertEquals(new ByteSize(536870912 - 3000), gauge.use().unreclaimable());
            assertEquals(ByteSize.ofMiB(1024), gauge.limit());
            write(version.charged, "9663676416\n");
            write(version.limit, "17179869184\n");
            write("memory.stat", version.statistics(8000));
            assertEquals(new ByteSize(9663676416L - 10000), gauge.use().unreclaimable());
            assertEquals(new ByteSize(300), gauge.use().mapped());
            assertEquals(7, gauge.use().majorFaults());
            assertEquals(ByteSize.ofMiB(16384), gauge.limit());
        }
    }

    /** As long as the test itself does not take longer than they are kept. */
    @ParameterizedTest
    @EnumSource
    void keepsTheStatisticsForAWhileWhenNothingIsCharged(Version version) throws IOException {
        try (MemoryGauge gauge = gauge(version)) {
            gauge.limit();
            long deadline = System.nanoTime() + 10_000_000_000L;
            boolean wereKept = false;
            for (long files = 1000; !wereKept && System.nanoTime() < deadline; files += 1000) {
                ByteSize kept = gauge.use().reclaimable();
                write("memory.stat", version.statistics(files + 1000));
                wereKept = gauge.use().reclaimable().equals(kept);
                while (gauge.use().reclaimable().equals(kept)) {
                    assertTrue(System.nanoTime() < deadline, "kept for ever");
                }
                assertEquals(new ByteSize(files + 3000), gauge.use().reclaimable());
            }
            assertTrue(wereKept, "read anew each time");
        }
    }

    /** There the charge stands still while files go and other pages come. */
    @ParameterizedTest
    @EnumSource
    void keepsNoStatisticsAtTheLimit(Version version) throws IOException {
        try (MemoryGauge gauge = gauge(version)) {
            gauge.limit();
            write(version.charged, "1073741824\n");
            for (long files = 1000; files < 100_000; files += 1000) {
                write("memory.stat", version.statistics(files));
                assertEquals(new ByteSize(files + 2000), gauge.use().reclaimable());
            }
        }
    }

    /** A shorter text must not end in the rest of the longer one before it. */
    @ParameterizedTest
    @EnumSource
    void readsNothingOfWhatWasThereBefore(Version version) throws IOException {
        try (MemoryGauge gauge = gauge(version)) {
            assertEquals(new ByteSize(536870912), gauge.use().charged());
            write(version.charged, "0\n");
            assertEquals(ByteSize.ZERO, gauge.use().charged());
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsStatisticsThatAreLongerThanExpected(Version version) throws IOException {
        try (MemoryGauge gauge = gauge(version)) {
            String more = "some_other_field_of_a_later_kernel 123456789\n".repeat(2000);
            write("memory.stat", more + version.statistics(1000));
            assertEquals(new ByteSize(3000), gauge.use().reclaimable());
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatTheLimitWasTakenAway(Version version) throws IOException {
        try (MemoryGauge gauge = gauge(version)) {
            gauge.limit();
            write(version.limit, version.unlimited + "\n");
            var failure = assertThrows(IOException.class, gauge::limit);
            assertTrue(failure.getMessage().contains("taken away"), failure.getMessage());
        }
    }

    /** The root has no limit, but a charge: what it is not asked for it does not have to have. */
    @ParameterizedTest
    @EnumSource
    void opensTheLimitOnlyWhenItIsAskedFor(Version version) throws IOException {
        gauge(version).close();
        Files.delete(folder.resolve(version.limit));
        try (MemoryGauge gauge = version.group(folder).gauge()) {
            gauge.use();
            assertFails(gauge::limit, version.limit, "there is no such file in this cgroup");
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysThatTheGroupWasRemoved(Version version) throws IOException {
        gauge(version).close();
        for (String file : new String[] {version.charged, version.limit, "memory.stat"}) {
            Files.delete(folder.resolve(file));
        }
        Files.delete(folder);
        assertFails(
                () -> version.group(folder).gauge(),
                version.charged,
                "the cgroup has been removed");
    }

    /** 2^63, which is one more than there can be. */
    @ParameterizedTest
    @EnumSource
    void refusesANumberThatIsTooLarge(Version version) throws IOException {
        try (MemoryGauge gauge = gauge(version)) {
            write(version.charged, "9223372036854775807\n");
            assertEquals(Long.MAX_VALUE, gauge.use().charged().bytes());
            for (String tooLarge : new String[] {"9223372036854775808", "92233720368547758070"}) {
                write(version.charged, tooLarge + "\n");
                assertFails(gauge::use, version.charged, "`" + tooLarge + "` is not a number");
            }
        }
    }

    /** And quotes the damaged line, not the whole file. */
    @ParameterizedTest
    @EnumSource
    void refusesWhatIsNotANumber(Version version) throws IOException {
        try (MemoryGauge gauge = gauge(version)) {
            for (String damaged : new String[] {"", "-1", "1e9", "1 2", "max"}) {
                write(version.charged, damaged + "\n");
                assertFails(gauge::use, version.charged, "`" + damaged + "` is not a number");
            }
            write(version.charged, "1\n");
            write(
                    "memory.stat",
                    version.statistics(1).replace("mapped", "x").replace(" 2000", " 2k"));
            assertFails(gauge::use, "memory.stat", "`2k` is not a number");
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesAFieldThatIsMissing(Version version) throws IOException {
        try (MemoryGauge gauge = gauge(version)) {
            write("memory.stat", version.statistics(1000).replace("pgmajfault", "pgmajfaults"));
            assertFails(gauge::use, "memory.stat", "there is no field ");
            write("memory.stat", "");
            assertFails(gauge::use, "memory.stat", "there is no field ");
        }
    }

    private interface Question {
        Object ask() throws IOException;
    }

    private void assertFails(Question question, String file, String words) {
        var failure = assertThrows(IOException.class, question::ask);
        assertTrue(failure.getMessage().contains(folder + "/" + file), failure.getMessage());
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    /** Files that have no size before they are read. */
    @Test
    void readsAFileOfThisMachineAgainAndAgain() throws IOException {
        try (OpenFile file = OpenFile.open(Path.of("/proc"), "vmstat")) {
            long first = file.read().field("pgfault");
            assertTrue(first > 0);
            assertTrue(file.read().field("pgfault") >= first);
        }
    }
}
