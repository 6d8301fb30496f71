package dev.ballast.launcher.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final ProcessId LAUNCHER = new ProcessId(4711, 1234567);

    @Test
    void isThereAsLongAsItHasAnEntry(@TempDir Path folder) throws IOException {
        JournalRoot root = new JournalRoot(folder.resolve("ballast"));
        assertEquals(List.of(), Journal.all(root));
        Journal journal = Journal.of(root, LAUNCHER);
        journal.write("run", "x\n");
        journal.close();
        assertEquals(LAUNCHER, Journal.all(root).get(0).launcher());
        journal.remove("run");
        journal.close();
        assertEquals(List.of(), Journal.all(root));
    }

    @Test
    void isWhereTheUserMayWriteWhoIsRootOnlyInAUserNamespace(@TempDir Path folder) {
        Map<String, String> session = Map.of("XDG_RUNTIME_DIR", folder.toString());
        Path notOurs = folder.resolve("missing");
        assertEquals(folder.resolve("ballast"), JournalRoot.of(0, session, notOurs).path());
        assertEquals(Path.of("/tmp/ballast-0"), JournalRoot.of(0, Map.of(), notOurs).path());
        assertEquals(folder.resolve("ballast"), JournalRoot.of(0, Map.of(), folder).path());
    }

    /** Whoever can write journals can make this user end processes and remove files. */
    @Test
    void isNotReadWhereOthersCanWrite(@TempDir Path folder) throws IOException {
        JournalRoot root = new JournalRoot(folder.resolve("ballast"));
        Journal.of(root, LAUNCHER).write("run", "x\n");
        Files.setPosixFilePermissions(root.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
        IOException failure = assertThrows(IOException.class, () -> Journal.all(root));
        assertTrue(failure.getMessage().contains("only this user"), failure.getMessage());
    }
}
