package dev.ballast.launcher.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ballast.launcher.proc.FakeProc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of both versions, with text from a 6.18 kernel. */
class FreezerTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"THAWED,false", "FREEZING,true", "FROZEN,true"})
    void theStateOfItsGroupTellsOnV1(String state, boolean isFrozen) throws IOException {
        FakeProc proc = new FakeProc(folder.resolve("proc"));
        Path mount = folder.resolve("freezer");
        proc.mounts("38 31 0:35 / " + mount + " rw - cgroup cgroup rw,freezer");
        proc.cgroup(7, "4:memory:/a", "7:freezer:/a", "0::/");
        Files.createDirectories(mount.resolve("a"));
        Files.writeString(mount.resolve("a/freezer.state"), state + "\n");
        assertEquals(isFrozen, new Freezer(proc.proc()).holds(7));
    }

    @ParameterizedTest
    @CsvSource({"0,false", "1,true"})
    void theEventsOfItsGroupTellOnV2(String frozen, boolean isFrozen) throws IOException {
        FakeProc proc = new FakeProc(folder.resolve("proc"));
        FakeCgroups.v2(proc, folder.resolve("cgroup"))
                .put(proc, 7, "/a")
                .write("/a", "cgroup.events", "populated 1\nfrozen " + frozen + "\n");
        assertEquals(isFrozen, new Freezer(proc.proc()).holds(7));
    }

    @Test
    void aGroupThatIsNotMountedHereFreezesNobody() throws IOException {
        FakeProc proc = new FakeProc(folder.resolve("proc"));
        proc.mounts("27 1 254:0 / / rw,relatime - ext4 /dev/vda rw");
        proc.cgroup(7, "7:freezer:/a", "0::/");
        assertFalse(new Freezer(proc.proc()).holds(7));
    }
}
