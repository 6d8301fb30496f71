package dev.ballast.launcher.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On what real JVMs have published, and on what a hostile one may. */
class JvmCountersTest {
    private static final int PID = 4711;
    private static final String COLLECTIONS = "sun.gc.collector.0.invocations";
    private static final String COLLECTION_TIME = "sun.gc.collector.0.time";

    @TempDir Path temporary;
    private FakeProc proc;
    private TargetJvm target;
    private Path file;

    @BeforeEach
    void startAJvm() throws IOException {
        proc = new FakeProc(temporary.resolve("proc"));
        FakeCgroups.v2(proc, temporary.resolve("cgroup"))
                .put(proc.process(PID, 1), PID, "/shop")
                .limit("/shop", "536870912");
        proc.write(
                PID + "/maps", "7f1a00002000-7f1a0000a000 rw-s 0 fe:00 7 /tmp/hsperfdata_app/7\n");
        file = temporary.resolve("proc/" + PID + "/root/tmp/hsperfdata_app/7");
        Files.createDirectories(file.getParent());
        MemoryCgroups cgroups = new MemoryCgroups(proc.proc());
        MemoryCgroup own = cgroups.of(PID);
        target =
                new TargetJvm(
                        proc.proc().id(PID),
                        7,
                        Credentials.own(),
                        Optional.empty(),
                        own,
                        cgroups.bindingBound(own),
                        false);
    }

    private JvmCounters published(WrittenPerfData data) throws IOException {
        write(data.file());
        return JvmCounters.open(proc.proc(), target);
    }

    /** Into the same file, as the JVM does. */
    private void write(byte[] bytes) throws IOException {
        Files.write(file, bytes);
    }

    /** What was published is in each JVM's own words; the log said the same at that moment. */
    @ParameterizedTest
    @CsvSource({
        "8-serial,      Serial,     12, 19797480, 12, 21681415, 7",
        "8-cms,         CMS,        12, 30848339, 12, 33222383, 7",
        "11-zgc,        ,           ,   ,         36,  8069537, 8",
        "17-g1,         G1,         10, 21563812, 10, 23501748, 9",
        "17-shenandoah, Shenandoah, ,   ,         47,  6015363, 9",
        "21-parallel,   Parallel,   14, 27290306, 13, 29892946, 9",
        "25-zgc,        ZGC,        47,   466155, 48,  4149697, 9",
        "26-serial,     Serial,     11, 19966526, 11, 21015634, 9",
    })
    void readsWhatEachVersionAndCollectorPublishes(
            String name,
            String collector,
            Long collections,
            Long collectionNanos,
            long safepoints,
            long safepointNanos,
            long threads)
            throws IOException {
        try (JvmCounters counters = published(WrittenPerfData.captured(name))) {
            JvmFigures figures = counters.read();
            assertEquals(Optional.ofNullable(collector), figures.collector());
            assertEquals(optional(collections), figures.collections());
            assertEquals(optional(collectionNanos), figures.collectionNanos());
            assertEquals(OptionalLong.of(safepoints), figures.safepoints());
            assertEquals(OptionalLong.of(safepointNanos), figures.safepointNanos());
            assertEquals(OptionalLong.of(threads), figures.liveThreads());
            assertEquals(Optional.of(ByteSize.ofMiB(96)), figures.heapMax());
            assertEquals(Optional.empty(), counters.reasonForNone());
        }
    }

    private static OptionalLong optional(Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Test
    void followsTheFile() throws IOException {
        WrittenPerfData data = WrittenPerfData.captured("17-g1");
        try (JvmCounters counters = published(data)) {
            assertEquals(OptionalLong.of(10), counters.read().collections());
            write(data.number(COLLECTIONS, data.number(COLLECTIONS) + 3).file());
            assertEquals(OptionalLong.of(13), counters.read().collections());
        }
    }

    /** Entries that come later, as those of a JVM that is still starting. */
    @Test
    void findsEntriesThatAreAdded() throws IOException {
        WrittenPerfData whole = WrittenPerfData.captured("17-g1");
        byte[] early =
                Arrays.copyOf(
                        WrittenPerfData.captured("17-g1").without("sun.rt.safepoints").file(),
                        whole.file().length);
        write(early);
        try (JvmCounters counters = JvmCounters.open(proc.proc(), target)) {
            assertEquals(OptionalLong.empty(), counters.read().safepoints());
            write(whole.file());
            assertEquals(OptionalLong.of(10), counters.read().safepoints());
        }
    }

    @Test
    void knowsNothingOfAJvmThatPublishesNothing() throws IOException {
        proc.write(PID + "/maps", "7f1a00000000-7f1a00001000 r-xp 0 fe:00 42 /libjvm.so\n");
        try (JvmCounters counters = JvmCounters.open(proc.proc(), target)) {
            assertEquals(JvmFigures.NONE, counters.read());
            String reason = counters.reasonForNone().orElseThrow();
            assertTrue(reason.contains("-XX:-UsePerfData"), reason);
        }
    }

    /** The name is removed by what cleans /tmp; the JVM goes on writing. */
    @Test
    void readsOnWhenTheFileHasLostItsName() throws IOException {
        try (JvmCounters counters = published(WrittenPerfData.captured("17-g1"))) {
            Files.delete(file);
            assertEquals(OptionalLong.of(10), counters.read().collections());
        }
    }

    @Test
    void saysThatTheJvmHasExited() throws IOException {
        try (JvmCounters counters = published(WrittenPerfData.captured("17-g1"))) {
            proc.start(PID, 999_999);
            assertThrows(ProcessGone.class, counters::read);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "half", "zeros"})
    void saysThatTheFileIsNoneAnyMore(String what) throws IOException {
        byte[] whole = WrittenPerfData.captured("17-g1").file();
        try (JvmCounters counters = published(WrittenPerfData.captured("17-g1"))) {
            counters.read();
            write(
                    switch (what) {
                        case "empty" -> new byte[0];
                        case "half" -> Arrays.copyOf(whole, whole.length / 2);
                        default -> new byte[whole.length];
                    });
            var failure = assertThrows(IOException.class, counters::read);
            assertTrue(
                    failure.getMessage().matches("read what JVM 4711 .*(truncated|cafec0c0).*"),
                    failure.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        COLLECTIONS + ", -1",
        COLLECTIONS + ", 1",
        COLLECTION_TIME + ", -9223372036854775808",
        COLLECTION_TIME + ", 9223372036854775807",
        COLLECTION_TIME + ", 1152921504606846976",
        COLLECTION_TIME + ", 1000",
        "sun.rt.safepoints, 0",
        "sun.rt.safepointTime, 9223372036854775807",
        "java.threads.live, -5",
    })
    void refusesNumbersThatNoJvmCanHave(String name, long value) throws IOException {
        WrittenPerfData data = WrittenPerfData.captured("17-g1");
        try (JvmCounters counters = published(data)) {
            JvmFigures before = counters.read();
            write(WrittenPerfData.captured("17-g1").number(name, value).file());
            var failure = assertThrows(IOException.class, counters::read);
            assertTrue(failure.getMessage().contains(name), failure.getMessage());
            assertTrue(failure.getMessage().contains("nonsense"), failure.getMessage());
            write(data.file());
            assertEquals(before, counters.read());
        }
    }

    /** It would otherwise be less than before. */
    @Test
    void refusesASumThatHasLostAPart() throws IOException {
        WrittenPerfData data = WrittenPerfData.captured("17-g1");
        int length = data.file().length;
        try (JvmCounters counters = published(data)) {
            counters.read();
            write(Arrays.copyOf(data.without("sun.gc.collector.1.invocations").file(), length));
            assertThrows(IOException.class, counters::read);
        }
    }

    @Test
    void refusesAFileOfAnotherUser() throws IOException {
        write(WrittenPerfData.captured("17-g1").file());
        TargetJvm others =
                new TargetJvm(
                        target.process(),
                        7,
                        new Credentials(target.owner().uid() + 1, 0),
                        Optional.empty(),
                        target.cgroup(),
                        target.bound(),
                        false);
        var failure = assertThrows(IOException.class, () -> JvmCounters.open(proc.proc(), others));
        assertTrue(failure.getMessage().contains("no regular file of user"), failure.getMessage());
    }

    /** A path that leads out of the container is followed inside it. */
    @Test
    void doesNotFollowALinkOutOfTheTargetsRoot() throws IOException {
        Path outside = temporary.resolve("outside");
        Files.write(outside, WrittenPerfData.captured("17-g1").file());
        Files.createSymbolicLink(file, outside);
        assertThrows(IOException.class, () -> JvmCounters.open(proc.proc(), target));
    }

    /** A reader of a fifo would wait for a writer. */
    @ParameterizedTest
    @ValueSource(strings = {"mkdir", "mkfifo"})
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void refusesWhatIsNoFile(String make) throws IOException {
        Lab.run(make, file.toString());
        assertThrows(IOException.class, () -> JvmCounters.open(proc.proc(), target));
    }

    /** Whatever is in it: figures that never go back, or an error that says so. */
    @Test
    void takesNoHarmFromNonsense() throws IOException {
        byte[] seed = WrittenPerfData.captured("21-parallel").file();
        Random random = new Random(4711);
        int understood = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = seed.clone();
            for (int change = random.nextInt(8); change >= 0; change--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) 0x7f;
            }
            try (JvmCounters counters = published(WrittenPerfData.captured("21-parallel"))) {
                long collections = counters.read().collections().getAsLong();
                write(bytes);
                JvmFigures figures = counters.read();
                assertTrue(figures.collections().orElse(collections) >= collections);
                understood++;
            } catch (IOException refused) {
                assertTrue(refused.getMessage().startsWith("read what JVM 4711"));
            }
        }
        assertTrue(understood > 500 && understood < 2_000, "understood " + understood);
    }
}
