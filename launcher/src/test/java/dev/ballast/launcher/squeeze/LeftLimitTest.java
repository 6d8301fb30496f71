package dev.ballast.launcher.squeeze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.journal.JournalRoot;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.restore.Restorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the script makes of a dead launcher's journal, on files as a cgroup has them. */
class LeftLimitTest {
    private static final Duration LEASE = Duration.ofSeconds(2);

    private Journal journal;
    private Path file;

    /** A name may hold anything but a newline. */
    @BeforeEach
    void makeAGroup(@TempDir Path folder) throws IOException {
        file = Files.createDirectories(folder.resolve("shop  \\ $(id) ")).resolve("memory.high");
        JournalRoot journals = new JournalRoot(folder.resolve("journals"));
        journal = Journal.of(journals, new ProcessId(5_000_001, 1));
    }

    private void note(long... values) throws IOException {
        LimitJournal entry = new LimitJournal(journal, file);
        entry.write();
        for (long value : values) {
            entry.add(value);
        }
    }

    private String restored() throws IOException {
        return LeftLimit.in(journal).orElseThrow().restore(journal, LEASE);
    }

    private String high() throws IOException {
        return Files.readString(file).strip();
    }

    /** Killed before the value was there, after it, and between a value and the next one. */
    @ParameterizedTest
    @CsvSource({
        "max, left, max",
        "209715200, restored, max",
        "104857600, restored, max",
        "314572800, left, 314572800",
        "2097152, left, 2097152",
        "20971520, left, 20971520",
        "0, left, 0",
    })
    void isGivenBackOnlyWhereItIsTheRuns(String there, String words, String then)
            throws IOException {
        note(209715200, 104857600);
        Files.writeString(file, there + "\n");
        String said = restored();
        assertTrue(said.startsWith(words + " memory.high of "), said);
        assertEquals(then, high());
        assertFalse(journal.exists());
    }

    /** A signal that would end or stop it would do so before it sees the end of its input. */
    @Test
    void isGivenBackByAProcessThatIgnoresWhatATerminalSends() throws Exception {
        note(209715200);
        Files.writeString(file, "209715200\n");
        Set<ProcessHandle> before = children();
        try (Restorer restorer = Restorer.start(Squeeze.SCRIPT, journal, LEASE)) {
            Set<ProcessHandle> started = children();
            started.removeAll(before);
            String pid = Long.toString(started.iterator().next().pid());
            for (String signal : List.of("INT", "HUP", "TERM", "TSTP")) {
                Lab.run("kill", "-" + signal, pid);
            }
            assertTrue(restorer.restore());
        }
        assertEquals("max", high());
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    @Test
    void anEntryWithoutAValueRestoresNothing() throws IOException {
        note();
        Files.writeString(file, "max\n");
        assertTrue(restored().startsWith("left"));
        assertFalse(journal.exists());
    }

    /** It was being added when the launcher was killed, so it was not written to the file. */
    @Test
    void aLineThatIsThereInPartIsNoValue() throws IOException {
        note(209715200);
        journal.append("limit", "set 3145");
        Files.writeString(file, "209715200\n");
        assertTrue(restored().startsWith("restored"));
        assertEquals("max", high());
    }

    @Test
    void aGroupThatIsGoneNeedsNothing() throws IOException {
        note(209715200);
        String said = restored();
        assertTrue(said.startsWith("found no memory.high of"), said);
        assertFalse(Files.exists(file));
        assertFalse(journal.exists());
    }

    @Test
    void theEntryStaysWhereTheValueCannotBeRead() throws IOException {
        note(209715200);
        Files.createDirectory(file);
        IOException failure = assertThrows(IOException.class, this::restored);
        assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
        assertTrue(LeftLimit.in(journal).isPresent());
    }

    @Test
    void anEntryThatIsDamagedIsSaidAndStays() throws IOException {
        journal.write("limit", "nonsense\n");
        assertThrows(IOException.class, () -> LeftLimit.in(journal));
        assertTrue(journal.exists());
    }
}
