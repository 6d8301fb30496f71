package dev.ballast.launcher.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.container.Containers;
import dev.ballast.launcher.container.EngineFiles;
import dev.ballast.launcher.inventory.Finder;
import dev.ballast.launcher.journal.JournalRoot;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitCheckTest {
    private static final int LAUNCHER = 1;
    private static final int PID = 4711;

    @TempDir Path temporary;
    private FakeProc proc;
    private FakeCgroups cgroups;

    @BeforeEach
    void addAJvm() throws IOException {
        proc = new FakeProc(temporary.resolve("proc")).process(LAUNCHER, 0).process(PID, 1);
        proc.write(
                "meminfo",
                "MemTotal:       20971520 kB\nMemAvailable:    4194304 kB\n"
                        + "SwapTotal:             0 kB\nSwapFree:              0 kB\nMapped:                0 kB\n");
        cgroups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        cgroups.put(proc, LAUNCHER, "/init").put(proc, PID, "/pod/main");
        cgroups.limit("/pod", "536870912").write("/pod", "memory.high", "max\n");
        cgroups.write("/pod/main", "memory.high", "max\n");
    }

    private LimitCheck check(String amount) throws IOException {
        MemoryCgroups found = new MemoryCgroups(proc.proc());
        Containers containers = new Containers(proc.proc(), found, LAUNCHER);
        Targets targets = new Targets(proc.proc(), found, containers);
        EngineFiles engines = new EngineFiles(temporary);
        Host host =
                new Host(
                        proc.proc(),
                        found,
                        containers,
                        targets,
                        new Finder(proc.proc(), targets, containers, engines, LAUNCHER),
                        proc.proc().id(LAUNCHER),
                        JournalRoot.of(0, Map.of()));
        MemoryCgroup own = found.of(PID);
        TargetJvm target =
                new TargetJvm(
                        proc.proc().id(PID),
                        PID,
                        new Credentials(0, 0),
                        Optional.empty(),
                        own,
                        found.bindingBound(own),
                        false);
        return new LimitCheck(host, target, LoadSpec.parse(Kind.LIMIT, amount));
    }

    private void assertRefused(String amount, String reason) throws IOException {
        LimitCheck check = check(amount);
        Refusal refusal = assertThrows(Refusal.class, check::check);
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
        assertTrue(refusal.getMessage().startsWith("--area limit="), refusal.getMessage());
        assertTrue(refusal.getMessage().endsWith("Nothing was touched"), refusal.getMessage());
    }

    /** What is above or below the group that binds is somebody else's business. */
    @Test
    void mayBeLoweredWhereNobodyHasSetIt() throws IOException {
        cgroups.write("/pod/main", "memory.high", "104857600\n");
        check("80%").check();
        check("400MiB").check();
    }

    @Test
    void isRefusedWithoutACgroupThatLimits() throws IOException {
        cgroups.limit("/pod", "max");
        assertRefused("80%", "no cgroup limits JVM");
    }

    @Test
    void isRefusedWithCgroupV1() throws IOException {
        cgroups = FakeCgroups.v1(proc, temporary.resolve("v1"));
        cgroups.put(proc, LAUNCHER, "/init").put(proc, PID, "/pod/main");
        cgroups.limit("/pod/main", "536870912");
        assertRefused("80%", "is in cgroup v1 and has none");
    }

    @Test
    void isRefusedWhereSomebodyHasSetIt() throws IOException {
        cgroups.write("/pod", "memory.high", "419430400\n");
        assertRefused("80%", "memory.high of /pod is 400.0 MiB already");
    }

    @Test
    void isRefusedWhereTheLauncherWouldBeSlowedDownToo() throws IOException {
        cgroups.put(proc, LAUNCHER, "/pod/other");
        assertRefused("80%", "the launcher itself is in /pod");
    }

    @Test
    void isRefusedAtTheLimitAndAbove() throws IOException {
        assertRefused("512MiB", "the limit is 512.0 MiB");
        assertRefused("1GiB", "the limit is 512.0 MiB");
    }

    @Test
    void whatIsBelowTheUseIsSaid() throws IOException {
        ByteSize limit = ByteSize.ofMiB(512);
        assertEquals(Optional.empty(), check("50%").note(limit, ByteSize.ofMiB(256)));
        String note = check("50%").note(limit, ByteSize.ofMiB(257)).orElseThrow();
        assertTrue(note.contains("memory.high will be 256.0 MiB, below the 257.0 MiB"), note);
        assertTrue(note.contains("up to 2 s each time"), note);
    }
}
