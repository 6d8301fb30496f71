package dev.ballast.launcher.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.journal.JournalRoot;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectionTest {
    private final Proc proc = Proc.host();

    @Test
    void countsThoseThatHaveTheScoreNow(@TempDir Path folder) throws IOException {
        ProcessId own = proc.id((int) ProcessHandle.current().pid());
        int score = proc.oomScoreAdj(own.pid());
        Journal journal = Journal.of(new JournalRoot(folder.resolve("ballast")), own);
        assertEquals(Optional.empty(), Protection.in(journal, proc));
        String line = "process " + own.pid() + " " + own.startTicks() + " 500\n";
        String ended = "process " + own.pid() + " 1 500\n";
        String head = "score " + score + "\norphan 0\n";
        String unfinished = "process " + own.pid();
        journal.write("scores", head + line + ended + unfinished);
        assertEquals(
                Optional.of(new Protection(new OomScoreAdj(score), 1)),
                Protection.in(journal, proc));
        journal.write("scores", "score " + (score == 7 ? 8 : 7) + "\norphan 0\n" + line);
        assertEquals(0, Protection.in(journal, proc).orElseThrow().processes());
    }
}
