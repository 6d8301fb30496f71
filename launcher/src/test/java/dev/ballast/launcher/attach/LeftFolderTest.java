package dev.ballast.launcher.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.journal.JournalRoot;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dead launcher has left in a container that is not to be trusted. */
class LeftFolderTest {
    private static final ProcessId JVM = new ProcessId(4711, 5711);

    @TempDir Path temporary;
    private FakeProc proc;
    private Path tmp;
    private Journal journal;
    private LeftFolder left;

    @BeforeEach
    void dieInTheMiddle() throws IOException {
        proc = new FakeProc(temporary.resolve("proc")).process(4711, 1);
        tmp = Files.createDirectories(temporary.resolve("proc/4711/root/tmp"));
        Files.createFile(tmp.resolve(".attach_pid7"));
        Files.createDirectory(tmp.resolve(".ballast-1"));
        Files.createFile(tmp.resolve(".ballast-1/agent.jar"));
        JournalRoot root = new JournalRoot(temporary.resolve("journals"));
        journal = Journal.of(root, new ProcessId(800, 1800));
        left = new LeftFolder(JVM, Credentials.own(), false, ".ballast-1", ".attach_pid7");
        left.note(journal);
    }

    private boolean isThere(String file) {
        return Files.exists(tmp.resolve(file), LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void isRemoved() throws IOException {
        left.remove(proc.proc(), journal);
        assertFalse(isThere(".ballast-1"));
        assertFalse(isThere(".attach_pid7"));
        assertEquals(Optional.empty(), LeftFolder.in(journal));
    }

    /** Its root is another process's, where a file of that name is somebody else's. */
    @Test
    void isNotRemovedFromALaterProcessOfThatNumber() throws IOException {
        proc.whenRead("4711/stat", () -> proc.start(4711, 999_999));
        assertThrows(ProcessGone.class, () -> left.remove(proc.proc(), journal));
        assertTrue(isThere(".attach_pid7"));
        assertTrue(isThere(".ballast-1/agent.jar"));
        assertEquals(Optional.of(left), LeftFolder.in(journal));
    }

    /** Else every later start would fail to remove it. */
    @ParameterizedTest
    @ValueSource(strings = {"folder", "link", "file", "more inside"})
    void isGivenUpWhenSomebodyElseHasPutSomethingInItsPlace(String what) throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("agent.jar"));
        Path folder = tmp.resolve(".ballast-1");
        if (what.equals("more inside")) {
            Files.createFile(folder.resolve("more"));
        } else {
            Files.delete(folder.resolve("agent.jar"));
            Files.delete(what.equals("folder") ? tmp.resolve(".attach_pid7") : folder);
        }
        switch (what) {
            case "folder" -> Files.createDirectory(tmp.resolve(".attach_pid7"));
            case "link" -> Files.createSymbolicLink(folder, elsewhere);
            case "file" -> Files.createFile(folder);
            default -> assertTrue(isThere(".ballast-1/more"));
        }
        left.remove(proc.proc(), journal);
        assertEquals(Optional.empty(), LeftFolder.in(journal));
        assertTrue(Files.exists(elsewhere.resolve("agent.jar")));
    }
}
