package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.HeldContainer;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.Untouched;
import dev.ballast.launcher.lab.Vm;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else does during the hold to the target's memory cgroup. */
@Tag(Vm.ALSO)
class CgroupEventsIT {
    private static final long MIB = 1 << 20;

    @TempDir private Path journals;

    @Test
    void theLevelFollowsTheLimitDownAndUp() throws Exception {
        try (HeldContainer held =
                HeldContainer.start("it-limit", journals, "--level=80%", "--hold=10m")) {
            for (long limit : new long[] {420 * MIB, 360 * MIB, 640 * MIB, 512 * MIB}) {
                setLimit(held, limit);
                Lab.await("80 % of " + limit, () -> held.isAt(0.8 * limit));
            }
            held.run().awaitSaid("the limit is now 420.0 MiB, and was 512.0 MiB");
            held.run().awaitSaid("the limit is now 512.0 MiB, and was 640.0 MiB");
            held.run().signal("INT");
            held.assertEndsAndLeavesNothing(6, "result: stopped", "is restored");
        }
    }

    /** The level is off for as long as the rate allows no more. */
    @Test
    void whoChangesTheLimitIsNotMistakenForTheApplication() throws Exception {
        try (HeldContainer held =
                HeldContainer.start(
                        "it-limit-up", journals, "--level=80%", "--rate=100MiB/s", "--hold=2s")) {
            setLimit(held, 1024 * MIB);
            held.assertEndsAndLeavesNothing(
                    5, "the level was reached, but somebody changed the limit", "is restored");
        }
    }

    /**
     * v1 refuses it, with EBUSY. v2 sets it, looks for what can be reclaimed, and kills somebody
     * when ballast has not given back enough meanwhile, within some milliseconds.
     */
    @Test
    void aLimitBelowWhatIsInUseIsRefusedOrFollowedOrKills() throws Exception {
        try (HeldContainer held =
                HeldContainer.start("it-limit-below", journals, "--level=80%", Lab.hold(4))) {
            if (!setLimitIfAllowed(held, 300 * MIB)) {
                Lab.await("still 80 %", () -> held.isAt(0.8 * HeldContainer.LIMIT_BYTES));
                held.assertEndsAndLeavesNothing(0, "result: held", "is restored");
            } else if (held.run().exitCode() == 3) {
                held.assertEnds(3, "result: target killed by the OOM killer");
            } else if (held.run().exitCode() == 0) { // so quickly that the hold's mean is right
                held.assertEndsAndLeavesNothing(0, "result: held", "is restored");
            } else {
                held.assertEndsAndLeavesNothing(5, "somebody changed the limit", "is restored");
            }
        }
    }

    @Test
    void aLimitThatIsTakenAwayEndsTheRun() throws Exception {
        try (HeldContainer held =
                HeldContainer.start("it-no-limit", journals, "--level=80%", "--hold=10m")) {
            setLimit(held, -1);
            held.assertEndsAndLeavesNothing(
                    5, "inconclusive - the limit in", "has been taken away", "is restored");
        }
    }

    /** Its processes live on elsewhere, with the scores that they had been given. */
    @Test
    void aCgroupThatDisappearsEndsTheRunAndEveryScoreComesBack() throws Exception {
        try (HeldContainer held =
                HeldContainer.start("it-no-cgroup", journals, "--level=80%", "--hold=10m")) {
            Path old = held.container().cgroup();
            Path other = Files.createDirectory(old.resolveSibling("it-elsewhere"));
            try {
                moveAll(old, other);
                Lab.await("the cgroup is removed", () -> isRemoved(old, other));
                held.assertEnds(5, "inconclusive - ", "is restored");
                boolean isTheMoveSeen =
                        held.run()
                                .out()
                                .contains("somebody has moved the target from memory cgroup");
                boolean isTheEndSeen = held.run().out().contains("the cgroup has been removed");
                assertTrue(isTheMoveSeen || isTheEndSeen, held.run().said());
                for (Map.Entry<Integer, Integer> own : held.before().scores().entrySet()) {
                    assertEquals(own.getValue(), Proc.host().oomScoreAdj(own.getKey()));
                }
                Lab.await("no helper", () -> Untouched.helpers("it-no-cgroup").isEmpty());
            } finally {
                for (String pid : pids(other).lines().toList()) {
                    Lab.run("sh", "-c", "kill -KILL " + pid + "; true"); // it may be gone
                }
                Lab.await("nobody is elsewhere", () -> pids(other).isBlank());
                Files.delete(other);
            }
        }
    }

    private static void moveAll(Path from, Path to) throws IOException {
        for (String pid : pids(from).lines().toList()) {
            try {
                Files.writeString(to.resolve("cgroup.procs"), pid);
            } catch (IOException exited) {
                continue;
            }
        }
    }

    private static boolean isRemoved(Path cgroup, Path other) throws IOException {
        try {
            Files.delete(cgroup);
            return true;
        } catch (IOException somebodyIsInIt) {
            moveAll(cgroup, other);
            return false;
        }
    }

    private static String pids(Path cgroup) throws IOException {
        return Files.readString(cgroup.resolve("cgroup.procs"));
    }

    private static boolean setLimitIfAllowed(HeldContainer held, long bytes) {
        try {
            setLimit(held, bytes);
            return true;
        } catch (IOException busy) {
            return false;
        }
    }

    private static void setLimit(HeldContainer held, long bytes) throws IOException {
        Path v1 = held.container().cgroup().resolve("memory.limit_in_bytes");
        Path file = Files.exists(v1) ? v1 : held.container().cgroup().resolve("memory.max");
        Files.writeString(file, bytes < 0 && file != v1 ? "max" : Long.toString(bytes));
    }
}
