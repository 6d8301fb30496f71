package dev.ballast.launcher.squeeze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.journal.JournalRoot;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadReading;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real restorer, on files as a cgroup has them. */
class SqueezeTest {
    private static final long MIB = 1 << 20;
    private static final long ROOM = 512 * MIB;
    private static final long HIGH = 400 * MIB;

    /** As a size is: unlike a cgroup's, a file on a disk can be seen when it is half written. */
    private static final String AS_LONG = "max      \n";

    private static final Duration LEASE = Duration.ofSeconds(2);

    @TempDir Path temporary;
    private FakeCgroups groups;
    private MemoryCgroup group;
    private Journal journal;
    private Path file;

    @BeforeEach
    void makeAGroup() throws IOException {
        FakeProc proc = new FakeProc(temporary.resolve("proc")).process(1, 0);
        groups = FakeCgroups.v2(proc, temporary.resolve("cgroup")).put(proc, 1, "/shop");
        groups.limit("/shop", Long.toString(ROOM)).write("/shop", "memory.high", AS_LONG);
        group = new MemoryCgroups(proc.proc()).of(1);
        file = group.throttleFile();
        Path journals = temporary.resolve("journals");
        journal = Journal.of(new JournalRoot(journals), new ProcessId(5_000_001, 1));
    }

    private Squeeze squeeze() throws IOException {
        return Squeeze.of(group, journal, LEASE);
    }

    private String high() throws IOException {
        return Files.readString(file).strip();
    }

    private void await(Squeeze squeeze, long bytes) throws Exception {
        Lab.await(bytes + " to be seen", () -> squeeze.look().held() == bytes);
    }

    private Squeeze lowered() throws Exception {
        Squeeze squeeze = squeeze();
        squeeze.want(HIGH);
        await(squeeze, HIGH);
        return squeeze;
    }

    /** Of this JVM. */
    private static ProcessHandle restorer() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("ballast-limit"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void setsWhatIsWantedAndGivesMaxBack() throws Exception {
        Squeeze squeeze = squeeze();
        assertEquals(new LoadReading(Kind.LIMIT, 0, ROOM, 0, 0, ROOM), squeeze.look());
        assertEquals("max", high());
        squeeze.want(HIGH);
        await(squeeze, HIGH);
        assertEquals(new LoadReading(Kind.LIMIT, HIGH, HIGH, 0, 0, ROOM), squeeze.look());
        assertEquals(Long.toString(HIGH), high());
        squeeze.want(HIGH / 2);
        await(squeeze, HIGH / 2);
        squeeze.close();
        assertEquals(Optional.empty(), squeeze.left());
        assertEquals("max", high());
        assertFalse(journal.exists());
    }

    @Test
    void whatWasNeverWantedIsNeverWritten() throws Exception {
        var before = Files.getLastModifiedTime(file);
        squeeze().close();
        assertEquals(before, Files.getLastModifiedTime(file));
        assertFalse(journal.exists());
    }

    @Test
    void aValueThatWasJustWantedIsGivenBackToo() throws Exception {
        Squeeze squeeze = squeeze();
        squeeze.want(HIGH);
        squeeze.close();
        assertEquals("max", high());
    }

    @Test
    void theLowerOfTheTwoLimitsBinds() throws Exception {
        try (Squeeze squeeze = lowered()) {
            groups.limit("/shop", Long.toString(300 * MIB));
            squeeze.check();
            Lab.await("300 MiB", () -> squeeze.look().room() == 300 * MIB);
            assertEquals(300 * MIB, squeeze.look().seen());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"max", "314572800"})
    void whatSomebodyElseSetsIsAnErrorAndStays(String others) throws Exception {
        Squeeze squeeze = lowered();
        Files.writeString(file, others + "\n");
        IOException changed = assertThrows(IOException.class, squeeze::check);
        assertTrue(changed.getMessage().contains("somebody has set"), changed.getMessage());
        squeeze.close();
        assertEquals(others, high());
        assertEquals(Optional.empty(), squeeze.left());
        assertFalse(journal.exists());
    }

    /** As its restorer sets it, which has not ended yet. */
    @Test
    void aLauncherThatDidNotRunTakesMaxForItsRestorers() throws Exception {
        try (Squeeze squeeze = lowered()) {
            long stoppedNanos = System.nanoTime();
            Lab.await(
                    "longer than the lease",
                    () -> System.nanoTime() - stoppedNanos > LEASE.toNanos());
            Files.writeString(file, AS_LONG);
            IOException ended = assertThrows(IOException.class, squeeze::look);
            assertTrue(ended.getMessage().contains("heard nothing"), ended.getMessage());
        }
        assertEquals("max", high());
    }

    @Test
    void whatSomebodyElseHasSetBeforeTheFirstWriteIsAnErrorAndStays() throws Exception {
        try (Squeeze squeeze = squeeze()) {
            Files.writeString(file, "314572800\n");
            assertThrows(IOException.class, squeeze::look);
        }
        assertEquals("314572800", high());
    }

    @Test
    void aKilledRestorerIsAnErrorAndAnotherGivesMaxBack() throws Exception {
        Squeeze squeeze = lowered();
        ProcessHandle killed = restorer();
        killed.destroyForcibly();
        killed.onExit().get();
        Lab.await(
                "an error",
                () -> {
                    try {
                        squeeze.look();
                        return false;
                    } catch (IOException said) {
                        return said.getMessage().contains("restorer");
                    }
                });
        assertThrows(IOException.class, () -> squeeze.want(HIGH / 2));
        squeeze.close();
        assertEquals("max", high());
        assertFalse(journal.exists());
    }

    @Test
    void aGroupThatIsRemovedNeedsNothing() throws Exception {
        Squeeze squeeze = lowered();
        Files.delete(file);
        squeeze.close();
        assertEquals(Optional.empty(), squeeze.left());
        assertFalse(journal.exists());
    }

    @Test
    void aValueThatCannotBeWrittenIsAnError() throws Exception {
        Squeeze squeeze = squeeze();
        squeeze.look();
        Files.delete(file);
        Files.createDirectory(file); // that not even root can write to
        squeeze.want(HIGH);
        Lab.await(
                "an error",
                () -> {
                    try {
                        squeeze.check();
                        return false;
                    } catch (IOException said) {
                        return said.getMessage().contains("write `" + file);
                    }
                });
        Files.delete(file);
        squeeze.close();
    }
}
