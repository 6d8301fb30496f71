package dev.ballast.launcher.fuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.OwnCgroup;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real fuse in a cgroup of the test's own, by the kernel's numbers. */
class FuseIT {
    private static final long MIB = 1 << 20;

    /** The charger's own memory, and what the kernel charges each processor ahead. */
    private static final long CHARGER_BYTES = 4 * MIB;

    private OwnCgroup cgroup;
    private Fuse fuse;
    private Set<String> filesBefore;

    @BeforeEach
    void open() throws IOException {
        cgroup = OwnCgroup.create("fuse");
        cgroup.limitMebibytes(256);
        filesBefore = memoryFiles(ownPid());
        fuse = Fuse.in(cgroup.group(), helper -> {});
    }

    @AfterEach
    void close() throws Exception {
        if (fuse != null) {
            fuse.close();
        }
        if (cgroup != null) {
            cgroup.remove();
        }
    }

    private static int ownPid() {
        return (int) ProcessHandle.current().pid();
    }

    /** As the control loop does: what comes beyond it is cut at its next tick. */
    private void charge(long bytes) throws Exception {
        Lab.await(
                "a fuse of " + bytes,
                () -> {
                    fuse.resize(bytes);
                    return fuse.sizeBytes() == bytes;
                });
    }

    private int chargerPid() throws Exception {
        Lab.await("a charger", () -> !cgroup.pids().isEmpty());
        return cgroup.pids().get(0);
    }

    private void awaitNoCharger() throws Exception {
        Lab.await("an idle charger's end", () -> cgroup.pids().isEmpty());
    }

    /** The numbers of the fuses that a process has open, as far as root may look into it. */
    private static Set<String> memoryFiles(int pid) throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.list(Path.of("/proc", Integer.toString(pid), "fd"))) {
            for (Path file : all.toList()) {
                if (isFuse(file)) {
                    files.add(Files.getAttribute(file, "unix:ino").toString());
                }
            }
        } catch (NoSuchFileException | AccessDeniedException exitedOrHidden) {
            return Set.of();
        }
        return files;
    }

    private static boolean isFuse(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("/memfd:ballast-fuse");
        } catch (NoSuchFileException closed) {
            return false;
        }
    }

    /** Other launchers on this machine have fuses of their own. */
    private String ownFile() throws IOException {
        Set<String> files = memoryFiles(ownPid());
        files.removeAll(filesBefore);
        assertEquals(1, files.size());
        return files.iterator().next();
    }

    private static Set<Integer> holders(String file) throws IOException {
        Set<Integer> holders = new HashSet<>();
        for (int pid : Proc.host().pids()) {
            if (memoryFiles(pid).contains(file)) {
                holders.add(pid);
            }
        }
        return holders;
    }

    @Test
    void isChargedToTheGroupAndNotToTheLauncher() throws Exception {
        charge(96 * MIB);
        long charged = cgroup.chargedBytes();
        assertTrue(charged >= 96 * MIB, () -> charged + " are charged");
        assertTrue(charged <= 96 * MIB + CHARGER_BYTES, () -> charged + " are charged");
        charge(128 * MIB);
        assertTrue(cgroup.chargedBytes() >= 128 * MIB);
    }

    @Test
    void givesBackAtOnceWhatIsCut() throws Exception {
        charge(128 * MIB);
        for (long left : new long[] {112 * MIB, 16 * MIB, 0}) {
            fuse.resize(left);
            long charged = cgroup.chargedBytes();
            assertEquals(left, fuse.sizeBytes());
            assertTrue(charged <= left + CHARGER_BYTES, () -> charged + " are charged");
        }
    }

    /** What was under way may come later: a piece here, one in the pipe, one in {@code cat}. */
    @Test
    void isChargedNoFurtherThanWasAskedLast() throws Exception {
        fuse.resize(200 * MIB);
        Lab.await("half of it", () -> fuse.sizeBytes() > 100 * MIB);
        fuse.resize(50 * MIB);
        awaitNoCharger();
        long size = fuse.sizeBytes();
        assertTrue(size >= 50 * MIB && size <= 50 * MIB + (192 << 10), () -> "it has " + size);
    }

    /** Before it can be seen in the group it is the first that the OOM killer would take. */
    @Test
    void itsChargerOffersItselfToTheOomKiller() throws Exception {
        fuse.resize(200 * MIB);
        int seen = 0;
        while (fuse.sizeBytes() < 200 * MIB) {
            for (int pid : cgroup.pids()) {
                try {
                    assertEquals(1000, Proc.host().oomScoreAdj(pid));
                    seen++;
                } catch (ProcessGone ended) {
                    continue;
                }
            }
        }
        assertTrue(seen > 0);
    }

    @Test
    void itsChargerLeavesTheGroupWhenItIsIdle() throws Exception {
        charge(32 * MIB);
        awaitNoCharger();
        fuse.resize(32 * MIB);
        assertEquals(32 * MIB, fuse.sizeBytes());
        assertTrue(cgroup.chargedBytes() >= 32 * MIB);
        assertEquals(List.of(), cgroup.pids());
        charge(64 * MIB);
    }

    @Test
    void isHeldByNobodyButTheLauncherAndItsCharger() throws Exception {
        charge(8 * MIB);
        String file = ownFile();
        assertEquals(Set.of(ownPid(), chargerPid()), holders(file));
        awaitNoCharger();
        assertEquals(Set.of(ownPid()), holders(file));
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            assertEquals(Set.of(ownPid()), holders(file));
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void isHeldByNobodyWhenItIsClosed() throws Exception {
        fuse.resize(200 * MIB);
        Lab.await("a part of it", () -> fuse.sizeBytes() > 8 * MIB);
        String file = ownFile();
        fuse.close();
        fuse.close();
        assertEquals(Set.of(), holders(file));
        Lab.await("nothing charged", () -> cgroup.chargedBytes() < CHARGER_BYTES);
        assertEquals(List.of(), cgroup.pids());
    }

    /** Whoever else is in the group is not taken: the charger is, and is begun anew. */
    @Test
    void endsAtTheLimitWithoutHarm() throws Exception {
        cgroup.limitMebibytes(32);
        fuse.resize(64 * MIB);
        Lab.await("a full group", () -> cgroup.group().oomKills().getAsLong() > 0);
        assertTrue(fuse.sizeBytes() <= 32 * MIB);
        fuse.resize(16 * MIB);
        assertEquals(16 * MIB, fuse.sizeBytes());
        charge(20 * MIB);
    }

    /** As in a frozen group. */
    @Test
    void isCutAndClosedWhileItsChargerStandsStill() throws Exception {
        charge(8 * MIB);
        int charger = chargerPid();
        Lab.run("kill", "-STOP", Integer.toString(charger));
        fuse.resize(64 * MIB);
        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> {
                    fuse.resize(4 * MIB);
                    assertEquals(4 * MIB, fuse.sizeBytes());
                    fuse.close();
                });
        Lab.await("its end", () -> ProcessHandle.of(charger).isEmpty());
    }

    @Test
    void saysHowToDoWithoutWhereTheGroupCannotBeEntered() throws Exception {
        cgroup.remove();
        var failure =
                assertThrows(
                        IOException.class,
                        () ->
                                Lab.await(
                                        "an error",
                                        () -> {
                                            fuse.resize(8 * MIB);
                                            return false;
                                        }));
        String said = failure.getMessage();
        assertTrue(said.contains(cgroup.group().path()), said);
        assertTrue(said.contains("--fuse 0"), said);
        assertEquals(0, fuse.sizeBytes());
    }
}
