package dev.ballast.launcher.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.lab.LabHost;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.ProcessId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Launchers that do not undo anything themselves: a sleep stands in for one. */
class RunEndTest {
    private Host host;
    private Process process;

    @BeforeEach
    void startALauncherThatKnowsNothing(@TempDir Path folder) throws Exception {
        host = LabHost.withJournalsIn(folder);
    }

    @AfterEach
    void endIt() {
        process.destroyForcibly();
    }

    @Test
    void endsALauncherAndUndoesWhatItLeaves() throws Exception {
        Journal journal = noted(start("sleep", "3600"));
        RunEnd.Ended ended = end(journal);
        assertTrue(ended.isUndone());
        assertTrue(ended.lines().get(0).contains("ended without undoing all"), "" + ended);
        assertFalse(journal.exists());
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }

    @Test
    void killsALauncherThatDoesNotListen() throws Exception {
        Journal journal = noted(start("sh", "-c", "trap '' TERM; echo; while :; do sleep 1; done"));
        assertEquals('\n', process.getInputStream().read());
        RunEnd.Ended ended = end(journal);
        assertTrue(ended.isUndone());
        assertTrue(ended.lines().get(0).contains("did not end within 1 s and was killed"));
        assertFalse(journal.exists());
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }

    @Test
    void endsALauncherThatIsStopped() throws Exception {
        Journal journal = noted(start("sleep", "3600"));
        String pid = Long.toString(process.pid());
        assertEquals(0, new ProcessBuilder("kill", "-STOP", pid).start().waitFor());
        assertTrue(end(journal).isUndone());
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }

    @Test
    void doesNotSignalALaterProcessWithTheLaunchersNumber() throws Exception {
        ProcessId now = start("sleep", "3600");
        Journal journal = noted(new ProcessId(now.pid(), now.startTicks() - 1));
        RunEnd.Ended ended = end(journal);
        assertTrue(ended.isUndone());
        assertTrue(ended.lines().get(0).contains("had died before"), "" + ended);
        assertTrue(process.isAlive());
        assertFalse(journal.exists());
    }

    @Test
    void findsARunByItsTargetOnly() throws Exception {
        noted(start("sleep", "3600"));
        assertEquals(List.of(), new Runs(host).against((int) process.pid()));
        assertEquals(1, new Runs(host).against(host.launcher().pid()).size());
    }

    private ProcessId start(String... command) throws Exception {
        process = new ProcessBuilder(command).start();
        return host.proc().id((int) process.pid());
    }

    private Journal noted(ProcessId launcher) throws Exception {
        Journal journal = Journal.of(host.journals(), launcher);
        RunNote note =
                new RunNote(
                        RunNote.Kind.ATTACH,
                        host.launcher(),
                        "JVM x",
                        "--add 1 MiB",
                        Instant.now());
        journal.write(Journal.RUN, note.text());
        return journal;
    }

    private RunEnd.Ended end(Journal journal) throws Exception {
        try (RunEnd end = RunEnd.ask(host, journal, Duration.ofSeconds(1))) {
            return end.await();
        }
    }
}
