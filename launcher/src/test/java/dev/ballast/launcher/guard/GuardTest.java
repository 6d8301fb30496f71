package dev.ballast.launcher.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.journal.JournalRoot;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of processes are above those that any kernel gives: the restorer looks at real ones. */
class GuardTest {
    private static final int FIRST = 5_000_001;
    private static final int SCORE = 100;

    @TempDir Path temporary;
    private FakeProc proc;
    private Path members;
    private int last = FIRST;

    @BeforeEach
    void startAContainer() throws IOException {
        proc = new FakeProc(temporary.resolve("proc")).process(1, 0);
        FakeCgroups groups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        groups.put(proc.process(FIRST, 1).scores(FIRST, 500, 900), FIRST, "/shop");
        members = groups.folder("/shop").resolve("cgroup.procs");
        fork(500);
    }

    private Void fork(int score) throws IOException {
        int child = ++last;
        proc.stat(child, FIRST, 'S').scores(child, score, 900);
        Files.writeString(members, child + "\n", StandardOpenOption.APPEND);
        return null;
    }

    private Guard guard() throws IOException {
        MemoryCgroup root = new MemoryCgroups(proc.proc()).of(1);
        Scope scope = new Scope.Cgroup("the shop", root.at(members.getParent()));
        GuardPlan plan =
                new GuardPlan(
                        scope,
                        Roster.survey(proc.proc(), scope),
                        new OomScoreAdj(SCORE),
                        ScoreWriter.By.DIRECT);
        Journal journal =
                Journal.of(
                        new JournalRoot(temporary.resolve("journals")),
                        new ProcessId(FIRST, 1000 + FIRST));
        return Guard.on(proc.proc(), plan, journal, Duration.ofSeconds(2));
    }

    /** There is one more in each look, at our score or above: raised again by itself. */
    @ParameterizedTest
    @ValueSource(ints = {SCORE, 500})
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void beginsAndEndsAlthoughTheContainerForksAllTheTime(int score) throws Exception {
        proc.wheneverRead(FIRST + "/stat", () -> fork(score));
        try (Guard guard = guard()) {
            assertTrue(guard.changedCount() > 1);
        }
    }

    @Test
    void protectsWhoIsThere() throws Exception {
        try (Guard guard = guard()) {
            assertEquals(2, guard.changedCount());
            assertEquals(SCORE, proc.proc().oomScoreAdj(last));
        }
    }
}
