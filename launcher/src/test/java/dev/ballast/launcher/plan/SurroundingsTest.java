package dev.ballast.launcher.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.container.Containers;
import dev.ballast.launcher.container.EngineFiles;
import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.inventory.Finder;
import dev.ballast.launcher.journal.JournalRoot;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.shape.Amount;
import dev.ballast.launcher.shape.Wanted;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.target.Targets;
import dev.ballast.launcher.watch.StopRule;
import dev.ballast.launcher.watch.StopRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the plan says of what is not ballast's, and the refusals that come from it. */
class SurroundingsTest {
    private static final int PID = 4711;
    private static final String NO_SWAP = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
    private static final String SWAP =
            NO_SWAP + "/dev/vda2                               partition\t1048576\t\t2048\t\t-2\n";

    @TempDir Path temporary;
    private FakeProc proc;
    private FakeCgroups cgroups;

    @BeforeEach
    void addAJvm() throws IOException {
        proc = new FakeProc(temporary.resolve("proc")).process(1, 0).process(PID, 1);
        proc.write("swaps", NO_SWAP).write(PID + "/environ", "");
        flags("");
        available(4 << 20);
        cgroups = FakeCgroups.v2(proc, temporary.resolve("cgroup")).put(proc, PID, "/pod/main");
        cgroups.limit("/pod/main", "536870912");
    }

    private void flags(String option) throws IOException {
        proc.write(PID + "/cmdline", "java\0" + option + "\0Main\0");
    }

    /** Of 20 GiB. */
    private void available(long kibibytes) throws IOException {
        proc.write(
                "meminfo",
                "MemTotal:       20971520 kB\nMemAvailable:    "
                        + kibibytes
                        + " kB\nSwapTotal:             0 kB\nSwapFree:              0 kB\nMapped:                0 kB\n");
    }

    private TargetJvm target() throws IOException {
        MemoryCgroups found = new MemoryCgroups(proc.proc());
        MemoryCgroup own = found.of(PID);
        return new TargetJvm(
                proc.proc().id(PID),
                PID,
                new Credentials(0, 0),
                Optional.empty(),
                own,
                found.bindingBound(own),
                false);
    }

    private static Intent intent(Integer score, boolean keepResident, String... rules) {
        return new Intent(
                Wanted.steady(new Amount.Add(ByteSize.ofMiB(64))),
                Area.NATIVE,
                List.of(),
                Optional.empty(),
                new ByteRate(ByteSize.ofMiB(128)),
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty(),
                Optional.ofNullable(score).map(OomScoreAdj::new),
                Optional.empty(),
                Duration.ofSeconds(10),
                Optional.empty(),
                StopRules.of(List.of(rules).stream().map(StopRule::parse).toList()),
                false,
                keepResident);
    }

    private List<String> notes(Intent intent) throws IOException {
        MemoryCgroups found = new MemoryCgroups(proc.proc());
        Containers containers = new Containers(proc.proc(), found, 1);
        Targets targets = new Targets(proc.proc(), found, containers);
        EngineFiles engines = new EngineFiles(temporary);
        Host host =
                new Host(
                        proc.proc(),
                        found,
                        containers,
                        targets,
                        new Finder(proc.proc(), targets, containers, engines, 1),
                        proc.proc().id(1),
                        JournalRoot.of(0, Map.of()));
        return Surroundings.notes(host, target(), intent, ByteSize.ofMiB(64));
    }

    private String note(Intent intent) throws IOException {
        List<String> notes = notes(intent);
        assertEquals(1, notes.size(), notes::toString);
        return notes.get(0);
    }

    private static void assertSays(String words, String note) {
        assertTrue(note.contains(words), note);
    }

    @Test
    void nothingIsSaidWhereThereIsNothingToSay() throws IOException {
        assertEquals(List.of(), notes(intent(null, false)));
        assertEquals(List.of(), notes(intent(-1000, true)));
    }

    @Test
    void theSmallestThrottleOnTheWayUpIsSaid() throws IOException {
        cgroups.write("/pod/main", "memory.high", "max\n").write("/pod", "memory.high", "max\n");
        assertEquals(List.of(), notes(intent(null, false)));
        cgroups.write("/pod", "memory.high", "419430400\n");
        assertSays("memory.high of /pod is 400.0 MiB", note(intent(null, false)));
        cgroups.write("/pod/main", "memory.high", "268435456\n");
        assertSays("memory.high of /pod/main is 256.0 MiB", note(intent(null, false)));
    }

    @Test
    void swapIsSaidWithWhatItMeansForTheLevel() throws IOException {
        proc.write("swaps", SWAP);
        cgroups.write("/pod/main", "memory.swap.max", "max\n")
                .write("/pod/main", "memory.swap.current", "1048576\n");
        String note = note(intent(null, false));
        assertSays("swap: up to 1.0 GiB of it can be swapped out (1.0 MiB is now)", note);
        assertSays("the level is of memory only", note);
        assertSays("--keep-resident keeps ballast's own pages", note);
        assertSays("ballast keeps touching its own pages", note(intent(null, true)));
    }

    @Test
    void theSmallestSwapLimitOnTheWayUpCounts() throws IOException {
        proc.write("swaps", SWAP);
        cgroups.write("/pod/main", "memory.swap.max", "max\n")
                .write("/pod", "memory.swap.max", "268435456\n");
        assertSays("up to 256.0 MiB", note(intent(null, false)));
        cgroups.write("/pod", "memory.swap.max", "0\n");
        assertEquals(List.of(), notes(intent(null, false)));
    }

    @Test
    void swapThatCannotBeReadIsSaid() throws IOException {
        proc.write("swaps", SWAP);
        cgroups.unreadable("/pod/main", "memory.swap.max");
        assertSays("swap could not be read: ", note(intent(null, false)));
    }

    @Test
    void aGroupThatDiesTogetherIsNamed() throws IOException {
        cgroups.write("/pod/main", "memory.oom.group", "1\n");
        String note = note(intent(null, false));
        assertSays("memory.oom.group is set on /pod/main", note);
        assertTrue(!note.contains("-1000"), note);
        assertSays("but for those at -1000", note(intent(-1000, false)));
    }

    @Test
    void aScoreThatOnlyWeighsIsExplained() throws IOException {
        assertSays("an OOM score of -999 only weighs", note(intent(-999, false)));
        assertSays("an OOM score of 100 only weighs", note(intent(100, false)));
    }

    @Test
    void theJvmsOwnEndIsNamed() throws IOException {
        flags("-XX:+ExitOnOutOfMemoryError");
        assertSays("-XX:+ExitOnOutOfMemoryError: it ends itself", note(intent(null, false)));
        flags("-XX:+CrashOnOutOfMemoryError");
        assertSays("-XX:+CrashOnOutOfMemoryError: it ends itself", note(intent(null, false)));
    }

    @Test
    void anotherKillerOnTheHostIsNamed() throws IOException {
        proc.process(640, 1).write("640/stat", "640 (systemd-oomd) S 1" + " 0".repeat(40) + "\n");
        assertSays("systemd-oomd runs on this host (process 640)", note(intent(null, false)));
    }

    @Test
    void aRuleThatTheRunItselfWouldBreakIsSaid() throws IOException {
        available(1050 << 10);
        assertSays(
                "986.0 MiB of the host's memory available: the stop rule free-host<5% or 512.0MiB"
                        + " ends the run below 1.0 GiB",
                note(intent(null, false)));
    }

    @Test
    void aRuleThatIsBrokenAlreadyIsRefused() throws IOException {
        available(1000 << 10);
        var refusal = assertThrows(Refusal.class, () -> check(intent(null, false)));
        assertSays(
                "free-host<5% or 512.0MiB: 1000.0 MiB of the host's 20.0 GiB are available",
                refusal.getMessage());
        check(intent(null, false, "free-host<0"));
    }

    private void check(Intent intent) throws IOException {
        intent.stopWhen().check(proc.proc(), target().bound());
    }

    private String refused(Intent intent) {
        return assertThrows(Refusal.class, () -> check(intent)).getMessage();
    }

    @Test
    void aPressureThatIsNotMeasuredIsRefusedWithItsReason() throws IOException {
        Intent pressure = intent(null, false, "psi-full>20%:10s");
        assertSays("this kernel measures none (psi=0", refused(pressure));
        proc.write("pressure/memory", "some avg10=0.00 total=1\nfull avg10=0.00 total=1\n");
        cgroups.write("/pod/main", "memory.pressure", "some total=1\nfull avg10=0.00 total=1\n");
        check(pressure);
        cgroups = FakeCgroups.v1(proc, temporary.resolve("memory")).put(proc, PID, "/docker/4bd0");
        cgroups.limit("/docker/4bd0", "536870912");
        assertSays("only cgroup v2 measures it for a group", refused(pressure));
    }

    /** Then the host's own pressure counts, which v1 has too. */
    @Test
    void thePressureOnTheHostIsTakenWhereNoGroupHasALimit() throws IOException {
        cgroups.limit("/pod/main", "max");
        Intent pressure = intent(null, false, "psi-full>20%:10s");
        assertSays("this kernel measures none", refused(pressure));
        proc.write("pressure/memory", "some avg10=0.00 total=1\nfull avg10=0.00 total=1\n");
        check(pressure);
    }

    @Test
    void aProtectionOnTheWholeHostMustBeMeant() throws IOException {
        HostBase.check(target(), intent(-1000, false));
        cgroups.limit("/pod/main", "max");
        MemoryBound host = target().bound();
        assertTrue(host.group().isEmpty());
        TargetJvm target = target();
        HostBase.check(target, intent(null, false));
        var refusal =
                assertThrows(Refusal.class, () -> HostBase.check(target, intent(-1000, false)));
        assertSays("takes others on the host instead", refusal.getMessage());
    }
}
