package dev.ballast.launcher.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.lab.LabHost;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversTest {
    /** A number that this process has and a start that it did not have: dead for sure. */
    private Journal dead;

    private Host host;

    @BeforeEach
    void noteADeadRun(@TempDir Path folder) throws IOException {
        host = LabHost.withJournalsIn(folder);
        ProcessId own = host.launcher();
        dead = Journal.of(host.journals(), new ProcessId(own.pid(), own.startTicks() + 1));
    }

    /** Each is what the disk may hold when the launcher is killed between two of its writes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run.new",
                "run",
                "run state.new",
                "run state",
                "run state scores.new",
                "state"
            })
    void nothingStaysOfARunThatHasNothingLeftToUndo(String files) throws IOException {
        leave(files.split(" "));
        Leftovers.Undone undone = new Leftovers(host).undo();
        assertTrue(undone.isComplete(), "" + undone);
        assertEquals(1, undone.lines().size(), "" + undone);
        assertFalse(dead.exists());
        assertEquals(List.of(), new Leftovers(host).undo().lines());
    }

    @Test
    void aListOfThemChangesNothing() throws IOException {
        leave("run", "state.new");
        dead.write("folder", "1 99999999999 0 0 false .ballast-0 .attach_pid1\n");
        dead.write("limit", "file /sys/fs/cgroup/shop/memory.high\nbefore max\nset 65536\n");
        Map<Path, String> before = disk();
        assertEquals(
                List.of(
                        "would restore memory.high of /sys/fs/cgroup/shop of run "
                                + dead.launcher(),
                        "would remove the files in JVM 1 of run " + dead.launcher()),
                new Leftovers(host).list());
        assertEquals(before, disk());
    }

    /** Set by the run, and by somebody else after its launcher's death. */
    @ParameterizedTest
    @CsvSource({"65536, max, restored", "131072, 131072, left"})
    void memoryHighIsGivenBackWhereItIsStillTheRuns(String there, String then, String words)
            throws IOException {
        Path high = host.journals().path().getParent().resolve("memory.high");
        Files.writeString(high, there + "\n");
        leave("run", "state");
        dead.write("limit", "file " + high + "\nbefore max\nset 65536\n");
        Leftovers.Undone undone = new Leftovers(host).undo();
        assertTrue(undone.isComplete(), "" + undone);
        assertTrue(undone.lines().get(0).startsWith(words + " memory.high of "), "" + undone);
        assertEquals(then, Files.readString(high).strip());
        assertFalse(dead.exists());
    }

    @Test
    void memoryHighThatCannotBeReadKeepsItsJournalAndNothingElse() throws IOException {
        Path high = host.journals().path().getParent().resolve("memory.high");
        Files.createDirectory(high);
        leave("run");
        dead.write("scores", "score 100\norphan 500\nprocess 5000001 1 500\n");
        dead.write("limit", "file " + high + "\nbefore max\nset 65536\n");
        Leftovers.Undone undone = new Leftovers(host).undo();
        assertFalse(undone.isComplete());
        assertTrue(undone.lines().get(0).startsWith("restored the scores"), "" + undone);
        assertTrue(undone.lines().get(1).contains(high + "` could not be restored"), "" + undone);
        assertTrue(Files.exists(dead.file("limit")));
        assertFalse(Files.exists(dead.file("scores")));
    }

    @Test
    void anEntryOfALaterVersionIsKeptAndSaid() throws IOException {
        leave("run", "hugepages");
        Leftovers.Undone undone = new Leftovers(host).undo();
        assertFalse(undone.isComplete());
        assertTrue(undone.lines().get(0).contains("does not know"), "" + undone);
        assertTrue(Files.exists(dead.file("hugepages")));
    }

    @Test
    void aRunAtWorkIsLeftAlone() throws IOException {
        Journal alive = Journal.of(host.journals(), host.launcher());
        alive.write(Journal.RUN, "x\n");
        assertEquals(List.of(), new Leftovers(host).list());
        assertEquals(List.of(), new Leftovers(host).undo().lines());
        assertTrue(Files.exists(alive.file(Journal.RUN)));
    }

    private void leave(String... files) throws IOException {
        dead.write("made", "");
        dead.remove("made");
        for (String file : files) {
            if (!file.isEmpty()) {
                Files.writeString(dead.file(file), "some text\n");
            }
        }
    }

    private Map<Path, String> disk() throws IOException {
        Map<Path, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(host.journals().path())) {
            for (Path file : files.toList()) {
                String text = Files.isRegularFile(file) ? Files.readString(file) : "";
                content.put(file, Files.getLastModifiedTime(file) + text);
            }
        }
        return content;
    }
}
