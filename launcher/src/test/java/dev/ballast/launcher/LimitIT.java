package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LabJournals;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Vm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** memory.high of a container, by the kernel's own counts. */
class LimitIT {
    private static final long MIB = 1 << 20;
    private static final long LIMIT_BYTES = 512 * MIB;
    private static final long HIGH_BYTES = 200 * MIB;
    private static final String NOT_SET = "max";
    private static final String SET = Long.toString(HIGH_BYTES);

    /** The kernel lets tasks go above it by what they take at once, and charges by 64 pages. */
    private static final long SLACK_BYTES = 8 * MIB;

    @TempDir private Path folder;

    private static LabContainer container(String name, String... options) throws Exception {
        Lab.needsContainers();
        return LabContainer.start(
                name, List.of(options), "sh", "-c", "java -Xmx100m -cp /targets Idle & wait");
    }

    private LauncherRun attach(LabContainer container, String... options) throws Exception {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("attach", Integer.toString(container.jvmPid())));
        words.addAll(List.of(options));
        return LauncherRun.start(Lab.alone(folder), words.toArray(String[]::new));
    }

    /** Lowered to 200 MiB. */
    private LauncherRun lowered(LabContainer container, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("--area=limit=200MiB", "--hold=10m"));
        words.addAll(List.of(options));
        LauncherRun run = attach(container, words.toArray(String[]::new));
        run.awaitSaid("level reached");
        assertEquals(SET, high(container));
        return run;
    }

    private static String high(LabContainer container) throws IOException {
        return Files.readString(container.cgroup().resolve("memory.high")).strip();
    }

    private static void setHigh(LabContainer container, String value) throws IOException {
        Files.writeString(container.cgroup().resolve("memory.high"), value);
    }

    /** How often somebody was throttled there. */
    private static long throttled(LabContainer container) throws IOException {
        for (String line : Files.readAllLines(container.cgroup().resolve("memory.events"))) {
            if (line.startsWith("high ")) {
                return Long.parseLong(line.substring("high ".length()));
            }
        }
        throw new AssertionError("no line `high` in memory.events");
    }

    private static long charged(LabContainer container) throws IOException {
        return Long.parseLong(
                Files.readString(container.cgroup().resolve("memory.current")).strip());
    }

    private void assertNothingIsNoted() {
        assertEquals(List.of(), journals());
    }

    private List<Path> journals() {
        try {
            return new LabJournals(folder).all();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static void kill(LauncherRun run, String child) throws Exception {
        Lab.run("kill", "-KILL", Integer.toString(run.child(child).orElseThrow()));
    }

    /** Holes of a file are read into the page cache as any other page is, and need no disk. */
    @Tag(Vm.ONLY_V2)
    @Test
    void theKernelReclaimsAboveItUntilTheRunEnds() throws Exception {
        Path pages = Files.createDirectories(Lab.launcherJar().resolveSibling("pages"));
        try (RandomAccessFile file = new RandomAccessFile(pages.resolve("holes").toFile(), "rw")) {
            file.setLength(240 * MIB);
        }
        Path json = folder.resolve("result.json");
        try (LabContainer container = container("it-limit", "--mount", pages + ":/pages");
                LauncherRun run = lowered(container, "--json=" + json)) {
            long before = throttled(container);
            Lab.run("runc", "exec", container.name(), "sh", "-c", "cat /pages/holes > /dev/null");
            assertTrue(throttled(container) > before, "nobody was throttled");
            long charged = charged(container);
            assertTrue(charged > HIGH_BYTES / 2, "charged: " + charged);
            assertTrue(charged <= HIGH_BYTES + SLACK_BYTES, "charged: " + charged);
            run.signal("INT");
            assertEquals(6, run.exitCode(), run.said());
            assertEquals(NOT_SET, high(container));
            Lab.run("runc", "exec", container.name(), "sh", "-c", "cat /pages/holes > /dev/null");
            assertTrue(charged(container) > HIGH_BYTES + SLACK_BYTES);
            String result = Files.readString(json).replaceAll("\\s", "");
            for (String field :
                    List.of(
                            "\"kind\":\"limit\"",
                            "\"wanted\":" + HIGH_BYTES,
                            "\"mostByBallast\":" + HIGH_BYTES,
                            "\"seenBefore\":" + LIMIT_BYTES,
                            "\"seenLast\":" + HIGH_BYTES)) {
                assertTrue(result.contains(field), field + " is not in " + result);
            }
            assertNothingIsNoted();
        }
    }

    @Tag(Vm.ONLY_V2)
    @Test
    void aShareFollowsTheLimitAndIsGivenBackAtTheEndOfTheHold() throws Exception {
        try (LabContainer container = container("it-limit-share");
                LauncherRun run = attach(container, "--area=limit=50%", Lab.hold(5))) {
            run.awaitSaid("level reached");
            assertEquals(Long.toString(256 * MIB), high(container));
            Files.writeString(container.cgroup().resolve("memory.max"), Long.toString(400 * MIB));
            Lab.await("half of 400 MiB", () -> high(container).equals(SET));
            assertEquals(0, run.exitCode(), run.said());
            assertEquals(NOT_SET, high(container));
            assertNothingIsNoted();
        }
    }

    /** Beside a protection, whose restorer works from the same journal. */
    @Tag(Vm.ONLY_V2)
    @Test
    void isGivenBackWhenTheLauncherIsKilled() throws Exception {
        try (LabContainer container = container("it-limit-kill", "--score", "500");
                LauncherRun run = lowered(container, "--add=32MiB", "--avoid-being-killed=100")) {
            run.kill();
            Lab.await("max", () -> high(container).equals(NOT_SET));
            Lab.await("every score", () -> !container.scores().containsValue(100));
            try (LauncherRun recover = LauncherRun.of(Lab.alone(folder), "recover")) {
                assertEquals(0, recover.exitCode(), recover.said());
            }
            assertNothingIsNoted();
        }
    }

    @Tag(Vm.ONLY_V2)
    @Test
    void isGivenBackWhenTheLauncherIsStoppedForLongerThanItsLease() throws Exception {
        try (LabContainer container = container("it-limit-stop");
                LauncherRun run = lowered(container)) {
            run.signal("STOP");
            Lab.await("max", () -> high(container).equals(NOT_SET));
            run.signal("CONT");
            assertEquals(5, run.exitCode(), run.said());
            assertTrue(
                    run.out().contains("the launcher did not run for")
                            || run.out().contains("heard nothing from the launcher for 2 s"),
                    run.said());
            assertEquals(NOT_SET, high(container));
            assertNothingIsNoted();
        }
    }

    /** Of a launcher that is stopped, which else would start another restorer. */
    @Tag(Vm.ONLY_V2)
    @Test
    void recoverGivesItBackWhenTheRestorerIsDeadToo() throws Exception {
        try (LabContainer container = container("it-limit-both");
                LauncherRun run = lowered(container)) {
            run.signal("STOP");
            kill(run, "ballast-limit");
            run.kill();
            run.exitCode();
            assertEquals(SET, high(container));
            String what = "memory.high of " + container.cgroup() + " of run " + run.pid() + "\n";
            try (LauncherRun dry = LauncherRun.of(Lab.alone(folder), "recover", "--dry-run")) {
                assertTrue(dry.out().contains("would restore " + what), dry.said());
            }
            assertEquals(SET, high(container));
            try (LauncherRun recover = LauncherRun.of(Lab.alone(folder), "recover")) {
                assertEquals(0, recover.exitCode(), recover.said());
                assertTrue(recover.out().contains("restored " + what), recover.said());
            }
            assertEquals(NOT_SET, high(container));
            assertNothingIsNoted();
        }
    }

    @Tag(Vm.ONLY_V2)
    @Test
    void aKilledRestorerEndsTheRunAndAnotherGivesItBack() throws Exception {
        try (LabContainer container = container("it-limit-restorer");
                LauncherRun run = lowered(container)) {
            kill(run, "ballast-limit");
            assertEquals(5, run.exitCode(), run.said());
            assertTrue(run.out().contains("the restorer of memory.high has ended"), run.said());
            assertEquals(NOT_SET, high(container));
            assertNothingIsNoted();
        }
    }

    @Tag(Vm.ONLY_V2)
    @Test
    void whatSomebodyElseSetsEndsTheRunAndStays() throws Exception {
        String others = Long.toString(300 * MIB);
        try (LabContainer container = container("it-limit-others");
                LauncherRun run = lowered(container)) {
            setHigh(container, others);
            assertEquals(5, run.exitCode(), run.said());
            assertTrue(run.out().contains("somebody has set memory.high of"), run.said());
            assertTrue(run.out().contains("to 300.0 MiB during the run"), run.said());
            assertEquals(others, high(container));
            assertNothingIsNoted();
        }
    }

    @Tag(Vm.ONLY_V2)
    @Test
    void isRefusedWhereItBelongsToSomebodyOrCannotBeLowered() throws Exception {
        try (LabContainer container = container("it-limit-refused")) {
            assertRefused(container, "limit=512MiB", "the limit is 512.0 MiB");
            String others = Long.toString(300 * MIB);
            setHigh(container, others);
            assertRefused(container, "limit=200MiB", "is 300.0 MiB already");
            assertEquals(others, high(container));
        }
    }

    @Tag(Vm.ONLY_V2)
    @Test
    void aValueBelowWhatIsInUseIsSaid() throws Exception {
        try (LabContainer container = container("it-limit-low");
                LauncherRun run = attach(container, "--area=limit=1MiB", "--dry-run")) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.said().contains("memory.high will be 1.0 MiB, below the"), run.said());
            assertTrue(run.said().contains("up to 2 s each time"), run.said());
            assertEquals(NOT_SET, high(container));
        }
    }

    private void assertRefused(LabContainer container, String area, String reason)
            throws Exception {
        try (LauncherRun run = attach(container, "--area=" + area)) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains(reason), run.said());
            assertTrue(run.err().contains("Nothing was touched"), run.said());
            assertNothingIsNoted();
        }
    }

    @Test
    void isRefusedWithCgroupV1() throws Exception {
        try (LabContainer container = container("it-limit-v1")) {
            assumeTrue(
                    Files.exists(container.cgroup().resolve("memory.limit_in_bytes")),
                    "missing here: cgroup v1 for memory");
            assertRefused(container, "limit=80%", "memory.high is a file of cgroup v2");
            assertRefused(container, "limit=80%", "is in cgroup v1");
        }
    }
}
