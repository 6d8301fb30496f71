package dev.ballast.launcher.watch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do to the limits of a target in pod/app, with a limit of 512 MiB on app. */
class BoundWatchTest {
    private static final int PID = 4711;
    private static final String MIB_256 = "268435456";
    private static final String MIB_512 = "536870912";
    private static final String MIB_1024 = "1073741824";

    @TempDir Path temporary;
    private FakeProc proc;
    private FakeCgroups fake;
    private BoundWatch watch;

    @BeforeEach
    void begin() throws IOException {
        proc = new FakeProc(temporary.resolve("proc")).process(PID, 1).hostMemory(8 << 20);
        fake = FakeCgroups.v2(proc, temporary.resolve("cgroup")).put(proc, PID, "/pod/app");
        fake.limit("/pod", MIB_1024).limit("/pod/app", MIB_512);
        watch = watch();
    }

    private BoundWatch watch() throws IOException {
        MemoryCgroups cgroups = new MemoryCgroups(proc.proc());
        MemoryCgroup own = cgroups.of(PID);
        TargetJvm target =
                new TargetJvm(
                        new ProcessId(PID, 1),
                        PID,
                        new Credentials(0, 0),
                        Optional.empty(),
                        own,
                        cgroups.bindingBound(own),
                        false);
        return new BoundWatch(cgroups, target);
    }

    private String complaint() {
        return assertThrows(IOException.class, () -> watch.look()).getMessage();
    }

    @Test
    void letsTheLimitItselfChange() throws IOException {
        fake.limit("/pod/app", MIB_256);
        assertDoesNotThrow(() -> watch.look());
        fake.limit("/pod/app", "max").limit("/pod", "max"); // for whoever reads it
        assertDoesNotThrow(() -> watch.look());
    }

    @Test
    void seesThatAGroupAboveWasGivenASmallerLimit() throws IOException {
        fake.limit("/pod", MIB_256);
        assertEquals(
                "somebody has set another limit: what binds the target is now memory cgroup /pod with"
                        + " 256.0 MiB, and was memory cgroup /pod/app",
                complaint());
    }

    @Test
    void seesThatItsOwnLimitIsNowTheLargerOne() throws IOException {
        fake.limit("/pod/app", MIB_1024 + "0");
        assertEquals(
                "somebody has set another limit: what binds the target is now memory cgroup /pod with"
                        + " 1.0 GiB, and was memory cgroup /pod/app",
                complaint());
    }

    @Test
    void seesThatItsLimitIsNowAboveTheHostsMemory() throws IOException {
        fake.limit("/pod", "max").limit("/pod/app", "1099511627776");
        assertEquals(
                "somebody has set another limit: what binds the target is now this host's memory (no"
                        + " cgroup limit) with 8.0 GiB, and was memory cgroup /pod/app",
                complaint());
    }

    @Test
    void seesThatThereIsALimitNow() throws IOException {
        fake.limit("/pod/app", "max").limit("/pod", "max");
        watch = watch();
        assertDoesNotThrow(() -> watch.look());
        fake.limit("/pod", MIB_512);
        assertEquals(
                "somebody has set another limit: what binds the target is now memory cgroup /pod with"
                        + " 512.0 MiB, and was this host's memory (no cgroup limit)",
                complaint());
    }

    @Test
    void seesThatTheTargetWasMoved() throws IOException {
        fake.put(proc, PID, "/elsewhere");
        assertEquals(
                "somebody has moved the target from memory cgroup /pod/app to /elsewhere",
                complaint());
    }

    @Test
    void leavesATargetThatHasEndedToOthers() throws IOException {
        Files.delete(temporary.resolve("proc/" + PID + "/cgroup"));
        assertDoesNotThrow(() -> watch.look());
    }
}
