package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.KilledAt;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LabJournals;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Untouched;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The launcher is killed with SIGKILL at every step of the order of effects, in a run that protects
 * a container and holds 90 % of its limit in the JVM and in a relief fuse. Nothing may be left:
 * what is in memory within the leases, what is on a disk after {@code recover} or the next start.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillPointIT {
    private static final int KILLED = 128 + 9;
    private static final int TIMES = Integer.getInteger("ballast.kills", 2);

    /** A moment of some milliseconds may be over before a busy machine lets anybody kill in it. */
    private static final int MOST_ATTEMPTS = 5;

    private LabContainer container;
    private Untouched before;
    private String mark;
    @TempDir private static Path folder;

    @BeforeAll
    void start() throws Exception {
        Lab.needsContainers();
        container =
                LabContainer.start(
                        "it-kill-points",
                        List.of("--score", "500"),
                        "sh",
                        "-c",
                        "java -Xmx300m -cp /targets Forks & wait");
        Lab.await("shell, JVM, 3 shells with a sleep each", () -> container.pids().size() == 8);
        Lab.run("choom", "-p", Integer.toString(container.pids().get(7)), "-n", "700");
    }

    @AfterAll
    void delete() throws IOException {
        if (container != null) {
            container.close();
        }
    }

    /** The attach listener is to be asked for each time: without its socket it starts anew. */
    @BeforeEach
    void look(TestInfo test) throws IOException {
        int inside = Proc.host().status(container.jvmPid()).innermostPid();
        Files.deleteIfExists(container.tmpFolder().resolve(".java_pid" + inside));
        before = Untouched.of(container);
        mark = test.getDisplayName();
    }

    private static Stream<Arguments> times(Object[] points) {
        return Arrays.stream(points)
                .flatMap(
                        point ->
                                Stream.iterate(1, time -> time + 1)
                                        .limit(TIMES)
                                        .map(time -> Arguments.of(point, time)));
    }

    static Stream<Arguments> calls() {
        return times(Call.values());
    }

    static Stream<Arguments> moments() {
        return times(Moment.values());
    }

    /** As the launcher is about to do this. In a path, $jvm and $fourth are process numbers. */
    enum Call {
        RESOLVE("openat", 1, "/proc/$jvm/cgroup"),
        TRY_SCORES_ON_A_CHILD("kill", 1, ""),
        BEGIN_THE_JOURNAL("rename", 1, "$journal/run.new"),
        LIST_THE_SCORES("rename", 1, "$journal/scores.new"),
        SET_THE_FOURTH_SCORE("write", 1, "/proc/$fourth/oom_score_adj"),
        NOTE_THE_FOLDER("rename", 1, "$journal/folder.new"),
        MAKE_THE_FOLDER("mkdirat", 1, ""),
        WRITE_THE_PAGE("openat2", 3, ""),
        SEND_SIGQUIT("pidfd_send_signal", 1, ""),
        REMOVE_THE_TRIGGER("unlinkat", 1, ""),
        ASK_TO_ATTACH("ppoll", 1, ""),
        HEAR_THE_ANSWER("ppoll", 2, ""),
        REMOVE_THE_FILES("unlinkat", 2, ""),
        MAKE_THE_FUSE("memfd_create", 1, ""),
        CUT_THE_FUSE("ftruncate", 1, "/memfd:ballast-fuse"),
        FORGET_THE_RUN("unlink", 1, "$journal/state");

        private final KilledAt killed;

        Call(String call, int nth, String about) {
            killed = new KilledAt(call, nth, about);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void nothingIsLeftOfALauncherKilledAsItIsAboutTo(Call point, int time) throws Exception {
        KilledAt killed =
                new KilledAt(
                        point.killed.call(),
                        point.killed.nth(),
                        point.killed
                                .about()
                                .replace("$jvm", Integer.toString(container.jvmPid()))
                                .replace("$fourth", Integer.toString(container.pids().get(3))));
        boolean isCut = point == Call.CUT_THE_FUSE;
        String rate = isCut ? "400MiB/s" : "2GiB/s"; // slowly, it is not cut on the way up
        try (LauncherRun run = attach(killed.alone(folder), rate, isCut ? "10m" : "0")) {
            if (isCut) {
                Lab.await("the level", () -> run.hasSaid("level reached") || !run.isAlive());
                takeRoomWhileTheJvmIsStopped(); // it may have been cut on the way up, too
            }
            assertEquals(KILLED, run.exitCode(), "the point was not met: " + run.said());
            if (point == Call.HEAR_THE_ANSWER) {
                Lab.await("the agent that was asked for", before::isHeld);
            }
            Found found = found();
            Lab.run("kill", "-CONT", Integer.toString(container.jvmPid()));
            Files.deleteIfExists(container.tmpFolder().resolve("room"));
            assertNothingIsLeft(point, found, time);
        } finally {
            Lab.run("kill", "-CONT", Integer.toString(container.jvmPid()));
            Files.deleteIfExists(container.tmpFolder().resolve("room"));
        }
    }

    /** In a run that goes on meanwhile. */
    enum Moment {
        RESTORER_STARTED,
        CHARGER_IN_THE_CGROUP,
        AGENT_GROWING,
        LEVEL_REACHED,
        HOLDING,
        RELEASING,
        FUSE_CLOSED,
        SCORES_RETURNING
    }

    @ParameterizedTest
    @MethodSource("moments")
    void nothingIsLeftOfALauncherKilledAtTheMomentOf(Moment moment, int time) throws Exception {
        boolean isMet = false;
        for (int i = 0; !isMet && i < MOST_ATTEMPTS; i++) {
            isMet = isKilledAtTheMomentOf(moment, time);
        }
        assertTrue(isMet, "the run was over each time");
    }

    private boolean isKilledAtTheMomentOf(Moment moment, int time) throws Exception {
        boolean isAtTheEnd = moment.compareTo(Moment.RELEASING) >= 0;
        String rate = moment == Moment.AGENT_GROWING ? "300MiB/s" : "2GiB/s";
        try (LauncherRun run = attach(Lab.alone(folder), rate, isAtTheEnd ? "0" : "10m")) {
            await(moment, run);
            run.kill();
            if (run.exitCode() != KILLED) {
                return false;
            }
            Found found = found();
            assertNothingIsLeft(moment, found, time);
            return true;
        }
    }

    private void await(Moment moment, LauncherRun run) throws Exception {
        switch (moment) {
            case RESTORER_STARTED ->
                    spinUntil(run, () -> run.child("ballast-restorer").isPresent());
            case CHARGER_IN_THE_CGROUP -> spinUntil(run, () -> container.childOf(run).isPresent());
            case AGENT_GROWING ->
                    spinUntil(run, () -> residentBytes() > before.residentBytes() + (64 << 20));
            case LEVEL_REACHED -> run.awaitSaid("level reached");
            case HOLDING -> Lab.await("a hold", () -> journals().isIn("HOLD", run));
            case RELEASING -> spinUntil(run, () -> journals().isIn("RELEASE", run));
            case FUSE_CLOSED -> {
                spinUntil(run, () -> container.sharedBytes() > before.sharedBytes() + (64 << 20));
                spinUntil(run, () -> container.sharedBytes() < before.sharedBytes() + (1 << 20));
            }
            case SCORES_RETURNING -> {
                spinUntil(run, () -> scoreOfTheFirst() == 100);
                spinUntil(run, () -> scoreOfTheFirst() == 500);
            }
        }
    }

    private interface Condition {
        boolean isSo() throws Exception;
    }

    /** Without a rest, for moments that are short; also ends when the run has. */
    private static void spinUntil(LauncherRun run, Condition condition) throws Exception {
        long deadline = System.nanoTime() + Lab.longer(Duration.ofSeconds(60)).toNanos();
        while (run.isAlive() && !condition.isSo()) {
            assertTrue(System.nanoTime() < deadline, "the moment did not come");
            Thread.onSpinWait();
        }
    }

    private LauncherRun attach(ProcessBuilder as, String rate, String hold) throws Exception {
        return LauncherRun.start(
                Untouched.marked(as, mark),
                "attach",
                Integer.toString(container.jvmPid()),
                "--level=90%",
                "--hold=" + hold,
                "--rate=" + rate,
                "--avoid-being-killed=100",
                "--scores-by=direct");
    }

    /** More than half of what is free at the level, and nobody but the fuse can give it back. */
    private void takeRoomWhileTheJvmIsStopped() throws IOException {
        Lab.run("kill", "-STOP", Integer.toString(container.jvmPid()));
        String take = "head -c 32M /dev/zero > /tmp/room";
        Lab.run("runc", "exec", container.name(), "sh", "-c", take);
    }

    private int scoreOfTheFirst() throws IOException {
        return Proc.host().oomScoreAdj(container.firstPid());
    }

    private long residentBytes() throws IOException {
        return Proc.host().status(container.jvmPid()).residentBytes().bytes();
    }

    private static LabJournals journals() {
        return new LabJournals(folder);
    }

    /** What is there right after the kill. */
    private record Found(String words, long nanos) {}

    private Found found() throws IOException {
        return new Found(journals().entries() + ", " + before.found(mark), System.nanoTime());
    }

    /** How long it took is for the report: the agent and the restorer have 2 s, by their leases. */
    private void assertNothingIsLeft(Object point, Found found, int time) throws Exception {
        before.awaitGivenBack(mark);
        long millis = Duration.ofNanos(System.nanoTime() - found.nanos()).toMillis();
        Files.writeString(
                Lab.launcherJar().resolveSibling("kill-points.txt"),
                point + " " + time + ": " + found.words() + "; given back in " + millis + " ms\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        if (time % 2 == 1) {
            try (LauncherRun recover = LauncherRun.of(Lab.alone(folder), "recover")) {
                assertEquals(0, recover.exitCode(), recover.said());
            }
        } else {
            try (LauncherRun next =
                    LauncherRun.of(
                            Lab.alone(folder),
                            "attach",
                            Integer.toString(container.jvmPid()),
                            "--add=1MiB",
                            "--hold=0")) {
                assertEquals(0, next.exitCode(), next.said());
            }
        }
        assertEquals(List.of(), journals().all());
        assertEquals(List.of(), before.newInTmp());
    }
}
