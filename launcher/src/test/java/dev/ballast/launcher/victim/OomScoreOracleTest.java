package dev.ballast.launcher.victim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.linux.PageSize;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed here, against what this machine's kernel shows for the same processes. */
class OomScoreOracleTest {
    /**
     * The kernel's own counters of a process may be some pages off, and it may change meanwhile.
     */
    private static final int TOLERATED = 1;

    private final List<Process> started = new ArrayList<>();
    private Proc proc;
    private Snapshot.Reader reader;

    @BeforeEach
    void readThisMachine() throws IOException {
        proc = Proc.host();
        ProcessId own = proc.id((int) ProcessHandle.current().pid());
        boolean seesHost = proc.namespace(own.pid(), "pid").equals("pid:[4026531836]");
        reader =
                new Snapshot.Reader(proc, new MemoryCgroups(proc), own, seesHost, PageSize.bytes());
        assumeTrue(seesHost, "missing here: a view of the whole host");
    }

    @AfterEach
    void endThem() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    /** A process whose memory is a shell variable of this size. */
    private Candidate holding(int mebibytes, int adj) throws IOException {
        Process process =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                "held=$(head -c "
                                        + mebibytes
                                        + "M /dev/zero | tr '\\0' x); echo READY; read -r")
                        .start();
        started.add(process);
        assertEquals('R', process.getInputStream().read());
        Files.writeString(
                Path.of("/proc/" + process.pid() + "/oom_score_adj"), Integer.toString(adj));
        return reader.read().processes().stream()
                .filter(candidate -> candidate.id().pid() == process.pid())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200, 500, 999, 1000})
    void agreesWithTheKernelAtEveryAdj(int adj) throws IOException {
        OomDomain host = reader.read().host();
        for (int mebibytes : new int[] {1, 300}) {
            Candidate process = holding(mebibytes, adj);
            assertTrue(process.isEligible());
            assertNear(process.oomScore(), host.oomScore(process), process.toString());
        }
    }

    @Test
    void agreesWithTheKernelOnEveryProcessOfThisMachine() throws IOException {
        holding(300, 0);
        Snapshot snapshot = reader.read();
        assertTrue(snapshot.processes().size() > 2);
        for (Candidate process : snapshot.processes()) {
            if (process.isEligible()) {
                assertNear(
                        process.oomScore(), snapshot.host().oomScore(process), process.toString());
            } else {
                assertEquals(0, process.oomScore(), process.toString());
            }
        }
    }

    @Test
    void ordersAsTheKernelsScoresDo() throws IOException {
        holding(300, 0);
        holding(1, 300);
        Snapshot snapshot = reader.read();
        List<Standing> byBadness =
                Ranking.inGroup(snapshot.host(), snapshot.processes()).standings();
        for (int i = 1; i < byBadness.size(); i++) {
            int before = byBadness.get(i - 1).process().oomScore();
            int after = byBadness.get(i).process().oomScore();
            assertTrue(before >= after - TOLERATED, byBadness.toString());
        }
    }

    /** What is foretold for another adj is what the kernel shows once it is set. */
    @Test
    void foretellsTheScoreAtAnotherAdj() throws IOException {
        OomDomain host = reader.read().host();
        Candidate before = holding(300, 0);
        proc.writeOomScoreAdj(before.id(), 700);
        int shown = proc.oomScore(before.id().pid());
        assertNear(shown, before.at(new OomScoreAdj(700), host).oomScore(), before.toString());
        assertTrue(before.resident().compareTo(ByteSize.ofMiB(300)) > 0);
    }

    private static void assertNear(int shown, int computed, String what) {
        assertTrue(
                Math.abs(shown - computed) <= TOLERATED,
                "the kernel shows " + shown + ", computed is " + computed + ": " + what);
    }
}
