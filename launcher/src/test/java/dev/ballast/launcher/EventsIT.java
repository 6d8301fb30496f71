package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.HeldContainer;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.Untouched;
import dev.ballast.launcher.lab.Vm;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else does during the hold, to the target and to the processes of the launcher. */
class EventsIT {
    private static final Duration LONGER_THAN_THE_LEASE = Duration.ofSeconds(4);
    private static final long MIB = 1 << 20;

    @TempDir private Path journals;

    /** In a full cgroup, where a JVM that stands still may be one that waits for memory. */
    @Test
    void aStoppedTargetIsNotTakenForAStall() throws Exception {
        try (HeldContainer held =
                HeldContainer.start(
                        "it-stopped", journals, "--level=100%", Lab.hold(14), "--max-stall=2s")) {
            held.signalJvm("STOP");
            HeldContainer.pass(Lab.longer(Duration.ofSeconds(10)));
            assertTrue(held.run().isAlive(), held.run().said());
            assertEquals(List.of(100), scores(held));
            held.signalJvm("CONT");
            held.assertEndsAndLeavesNothing(0, "result: held", "the agent has confirmed it");
        }
    }

    @Tag(Vm.ALSO)
    @Test
    void aFrozenContainerIsNotTakenForAStall() throws Exception {
        try (HeldContainer held =
                HeldContainer.start(
                        "it-frozen", journals, "--level=100%", Lab.hold(6), "--max-stall=2s")) {
            Lab.run("runc", "pause", held.container().name());
            HeldContainer.pass(LONGER_THAN_THE_LEASE);
            assertTrue(held.run().isAlive(), held.run().said());
            assertEquals(List.of(100), scores(held));
            Lab.run("runc", "resume", held.container().name());
            held.assertEndsAndLeavesNothing(0, "result: held", "the agent has confirmed it");
        }
    }

    @Test
    void aReleaseDoesNotWaitForAStoppedTarget() throws Exception {
        try (HeldContainer held =
                HeldContainer.start("it-stays-stopped", journals, "--level=90%", "--hold=2s")) {
            held.signalJvm("STOP");
            held.assertEnds(1, "result: failed - held, but the agent has not", "is restored");
            assertEquals(List.of(500), scores(held));
            assertTrue(held.container().sharedBytes() < held.before().sharedBytes() + MIB);
            held.signalJvm("CONT");
            held.before().awaitGivenBack(held.container().name());
        }
    }

    /** Exit code 6 would say that it was. */
    @Test
    void aStopIsNoSuccessWhileNothingIsGivenBack() throws Exception {
        try (HeldContainer held =
                HeldContainer.start("it-stop-stopped", journals, "--level=90%", "--hold=10m")) {
            held.signalJvm("STOP");
            held.run().signal("INT");
            held.assertEnds(
                    1,
                    "result: failed - stopped by the user, but the agent has not",
                    "is restored");
            held.signalJvm("CONT");
            held.before().awaitGivenBack(held.container().name());
        }
    }

    /** It holds the fuse itself, and cannot give it back while it is stopped. */
    @Tag(Vm.ALSO)
    @Test
    void aStoppedLauncherHoldsNothingLongerThanItsLease() throws Exception {
        try (HeldContainer held =
                HeldContainer.start("it-launcher", journals, "--level=90%", "--hold=10m")) {
            assertTrue(held.container().sharedBytes() > held.before().sharedBytes() + 64 * MIB);
            held.run().signal("STOP");
            Lab.await("the scores are given back", () -> scores(held).equals(List.of(500)));
            Lab.await("the agent gives back", () -> isJvmAsBefore(held));
            Lab.await(
                    "the fuse is cut",
                    () -> held.container().sharedBytes() < held.before().sharedBytes() + MIB);
            held.run().signal("CONT");
            held.assertEndsAndLeavesNothing(5, "result: inconclusive - ", "is restored");
        }
    }

    @Test
    void aTargetThatExitsByItselfEndsTheRun() throws Exception {
        String shell =
                "mkfifo /tmp/go; { read line < /tmp/go; }"
                        + " | java -Xmx300m -cp /targets Grows; echo ENDED; sleep 1000";
        try (HeldContainer held =
                HeldContainer.begin("it-exits", shell, journals, "--level=90%", "--hold=10m")) {
            held.run().awaitSaid("level reached");
            Lab.run("runc", "exec", held.container().name(), "sh", "-c", "echo > /tmp/go");
            held.assertEnds(4, "result: target ended", "gone with the JVM", "is restored");
            assertTrue(held.container().log().contains("ENDED"));
            assertOnlyTheJvmIsMissing(held);
        }
    }

    @Test
    void aDeletedContainerEndsTheRun() throws Exception {
        try (HeldContainer held =
                HeldContainer.start("it-deleted", journals, "--level=90%", "--hold=10m")) {
            Lab.run("runc", "delete", "--force", held.container().name());
            held.assertEnds(4, "result: target ended", "gone with the JVM");
            Lab.await("no helper is left", () -> Untouched.helpers("it-deleted").isEmpty());
        }
    }

    @Test
    void aKilledChargerIsBegunAnew() throws Exception {
        String idle = "java -Xmx300m -cp /targets Idle & wait";
        try (HeldContainer held =
                HeldContainer.begin(
                        "it-charger",
                        idle,
                        journals,
                        "--level=90%",
                        "--hold=1s",
                        "--rate=100MiB/s")) {
            for (int i = 0; i < 3; i++) {
                Lab.await("a charger", () -> charger(held).isPresent());
                Optional<Integer> charger = charger(held);
                Lab.run("kill", "-KILL", Integer.toString(charger.orElseThrow()));
                Lab.await("it is gone", () -> !charger(held).equals(charger));
            }
            held.assertEndsAndLeavesNothing(0, "result: held", "by the relief fuse");
        }
    }

    @Test
    void aKilledRestorerEndsTheRun() throws Exception {
        try (HeldContainer held =
                HeldContainer.start("it-restorer", journals, "--level=90%", "--hold=10m")) {
            Lab.run(
                    "kill",
                    "-KILL",
                    Integer.toString(held.run().child("ballast-restorer").orElseThrow()));
            held.assertEndsAndLeavesNothing(
                    5, "result: inconclusive - the restorer", "every score is restored");
        }
    }

    private static Optional<Integer> charger(HeldContainer held) throws IOException {
        return held.container().childOf(held.run());
    }

    private static List<Integer> scores(HeldContainer held) throws IOException {
        return held.container().scores().values().stream()
                .filter(score -> score != 1000) // the charger's
                .distinct()
                .toList();
    }

    private static boolean isJvmAsBefore(HeldContainer held) throws IOException {
        return Proc.host().status(held.before().jvmPid()).residentBytes().bytes()
                < held.before().residentBytes() + 30 * MIB;
    }

    private static void assertOnlyTheJvmIsMissing(HeldContainer held) throws Exception {
        Lab.await("no helper is left", () -> Untouched.helpers(held.container().name()).isEmpty());
        Map<Integer, Integer> expected = held.before().scores();
        expected.remove(held.before().jvmPid());
        Map<Integer, Integer> now = held.container().scores();
        now.keySet().retainAll(expected.keySet());
        assertFalse(now.isEmpty());
        now.forEach((pid, score) -> assertEquals(expected.get(pid), score));
        assertTrue(held.container().sharedBytes() < held.before().sharedBytes() + MIB);
    }
}
