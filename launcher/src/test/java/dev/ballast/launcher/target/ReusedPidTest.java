package dev.ballast.launcher.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.container.Containers;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JVM ends while it is judged, and its number is another process's from then on. */
class ReusedPidTest {
    private static final int PID = 4711;
    private static final ProcessId JVM = new ProcessId(PID, 1000 + PID);

    @TempDir Path temporary;
    private FakeProc proc;
    private Containers containers;
    private Targets targets;

    @BeforeEach
    void startAJvm() throws IOException {
        Lab.needsRoot();
        proc = new FakeProc(temporary.resolve("proc"));
        FakeCgroups groups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        for (int pid : new int[] {900, PID}) {
            groups.put(proc.process(pid, 1), pid, "/shop").limit("/shop", "536870912");
        }
        proc.write(PID + "/cmdline", "java\0Main\0").write(PID + "/environ", "A=1\0");
        proc.write(
                PID + "/maps",
                "7f1a00000000-7f1a00001000 r-xp 0 fe:00 42 /libjvm.so\n"
                        + "7f1a00002000-7f1a00003000 rw-s 0 fe:00 7 /tmp/.ballast-1/page\n");
        proc.root((int) ProcessHandle.current().pid());
        MemoryCgroups cgroups = new MemoryCgroups(proc.proc());
        containers = new Containers(proc.proc(), cgroups, 900);
        targets = new Targets(proc.proc(), cgroups, containers);
    }

    private void reuseThePidWhileReading(String file) throws IOException {
        proc.whenRead(PID + "/" + file, () -> proc.start(PID, 999_999));
    }

    /** What is known of the first must never be held against the second. */
    @ParameterizedTest
    @ValueSource(
            strings = {"stat", "status", "cgroup", "maps", "cmdline", "environ", "task/4711/comm"})
    void isNeverTakenForTheOneThatWasJudged(String file) throws IOException {
        reuseThePidWhileReading(file);
        ProcessId judged;
        try {
            judged = targets.jvm(JVM).process();
        } catch (Refusal gone) {
            judged = JVM;
        }
        assertEquals(JVM, judged);
        assertFalse(proc.proc().isAlive(judged));
    }

    @Test
    void givesNoContainerToWhoeverHadTheNumberBefore() throws IOException {
        reuseThePidWhileReading("cgroup");
        assertThrows(ProcessGone.class, () -> containers.of(JVM));
    }
}
