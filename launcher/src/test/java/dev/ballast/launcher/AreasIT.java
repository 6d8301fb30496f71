package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What presses inside the JVM's own bounds, by the JVM's and the kernel's own counts: each JDK with
 * one collector; with {@code -Dballast.kinds=all} every JDK with each of its collectors. What came
 * of it is in {@code target/areas.txt}.
 */
class AreasIT {
    private static final long MIB = 1 << 20;
    private static final int THREADS = 50;
    private static final int TASKS = 250;
    private static final long METASPACE_BYTES = 32 * MIB;
    private static final long HEAP_BYTES = 128 * MIB;

    private static final int STACKS = 64;

    private static final List<String> CURVES =
            List.of(
                    "area:heap",
                    "area-wanted:heap",
                    "area:metaspace",
                    "area-wanted:metaspace",
                    "area:threads",
                    "area-wanted:threads");

    /** A mapping's first line, and its size in memory in KiB. */
    private static final Pattern MAPPING =
            Pattern.compile("(?m)^(\\w+)-(\\w+) rw-p(?:.*\\n(?!Rss:))*.*\\nRss: +(\\d+) kB$");

    /** The JVM's own comings and goings in half a second. */
    private static final long RSS_NOISE_BYTES = 2 * MIB;

    /** What a JVM reads of its own files. */
    private static final long OWN_CACHE_BYTES = 32 * MIB;

    private static final Path TABLE = Lab.launcherJar().resolveSibling("areas.txt");

    /** Of byte arrays: number, then bytes. */
    private static final Pattern BYTE_ARRAYS = Pattern.compile("(\\d+)\\s+(\\d+)\\s+\\[B\\b");

    @TempDir private Path temporary;

    private record Run(String jdk, String collector) {
        static Stream<Run> of(String jdk, int number, boolean isAll) {
            List<String> all =
                    switch (jdk) {
                        case "8" -> List.of("Serial", "Parallel", "ConcMarkSweep", "G1");
                        case "11" -> List.of("G1", "Parallel", "Serial", "ConcMarkSweep", "Z");
                        default -> List.of("Parallel", "G1", "Z", "Serial", "Shenandoah");
                    };
            return isAll
                    ? all.stream().map(collector -> new Run(jdk, collector))
                    : Stream.of(new Run(jdk, all.get(number % all.size())));
        }

        LabContainer start(String... program) throws Exception {
            List<String> java =
                    List.of(
                            "/etc/alternatives/java",
                            "-Xmx128m",
                            "-XX:MaxDirectMemorySize=64m",
                            "-XX:+UnlockExperimentalVMOptions",
                            "-XX:+Use" + collector + "GC",
                            "-cp",
                            "/targets");
            return LabContainer.start(
                    "areas-" + jdk,
                    List.of("--jdk", jdk, "--memory", "1G", "--pids", Integer.toString(TASKS)),
                    Stream.of(java, survivorSpaces(), List.of(program))
                            .flatMap(List::stream)
                            .toArray(String[]::new));
        }

        /** Parallel's stay as they are, and with them what a share is a share of. */
        private List<String> survivorSpaces() {
            return isParallel() ? List.of("-XX:-UseAdaptiveSizePolicy") : List.of();
        }

        private boolean isParallel() {
            return collector.equals("Parallel");
        }

        /** Of 60 %, which leave out Parallel's survivor spaces. */
        long leastArraysBytes() {
            return (isParallel() ? 50 : 60) * MIB;
        }

        /** Shenandoah's collection for jcmd clears soft references. */
        boolean showsArrays() {
            return !collector.equals("Shenandoah");
        }

        /** ZGC does from 12 on. */
        boolean unloadsClasses() {
            return !(jdk.equals("11") && collector.equals("Z"));
        }

        @Override
        public String toString() {
            return String.format("JDK %-2s %-13s", jdk, collector);
        }
    }

    @BeforeAll
    static void needsContainers() throws IOException {
        Lab.needsContainers();
        Files.deleteIfExists(TABLE);
    }

    private static boolean areAllAsked() {
        return "all".equals(System.getProperty("ballast.kinds"));
    }

    static List<Run> runs() {
        return runs(areAllAsked());
    }

    private static List<Run> runs(boolean isAll) {
        List<String> jdks = Lab.jdksForContainers();
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < jdks.size(); i++) {
            runs.addAll(Run.of(jdks.get(i), i, isAll).toList());
        }
        return runs;
    }

    static List<Run> killedRuns() {
        return areAllAsked() ? runs(false) : List.of(new Run("17", "G1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void holdsEachByTheJvmsOwnCountAndLeavesNothing(Run run) throws Exception {
        try (LabContainer container = run.start("Idle")) {
            String inMemory = takesWhatTheKernelCounts(container);
            Path json = temporary.resolve("result.json");
            long byteArrays;
            try (LauncherRun attach =
                    LauncherRun.start(
                            "attach",
                            Integer.toString(container.jvmPid()),
                            "--area=heap=60%",
                            "--area=churn=20MiB/s",
                            "--area=metaspace=32MiB",
                            "--area=threads=" + THREADS,
                            "--hold=3s",
                            "--json=" + json)) {
                attach.awaitSaid("reached");
                assertEquals(THREADS, threads(container, "ballast-p"));
                byteArrays = run.showsArrays() ? byteArrays(container) : 0;
                assertEquals(0, attach.exitCode(), attach.said());
            }
            JsonNode result = new ObjectMapper().readTree(Files.readString(json));
            List<String> curves = result.get("timeline").get("series").findValuesAsText("name");
            assertTrue(curves.containsAll(CURVES), curves.toString());
            JsonNode loads = result.get("loads");
            JsonNode heap = load(loads, "heap");
            JsonNode metaspace = load(loads, "metaspace");
            assertTrue(heap.get("held").asBoolean(), heap.toString());
            if (run.showsArrays()) {
                long most = heap.get("mostByBallast").asLong();
                assertTrue(byteArrays <= most + 4 * MIB, byteArrays + " of at most " + most);
                assertTrue(byteArrays >= 0.85 * most, byteArrays + " of at most " + most);
            }
            // That collection also unloads what others no longer need.
            long grown = metaspace.get("seenLast").asLong() - metaspace.get("seenBefore").asLong();
            assertNear("metaspace by the JVM", metaspace.get("wanted"), grown, 0.02, 2 * MIB);
            assertEquals(0, threads(container, "ballast"));
            jcmd(container, "GC.run");
            long left = metaspaceSeen(container);
            assertTrue(
                    !run.unloadsClasses()
                            || left - metaspace.get("seenBefore").asLong() < METASPACE_BYTES / 8,
                    "metaspace " + metaspace.get("seenBefore") + " before, " + left + " after");
            long arraysLeft = byteArrays(container);
            assertTrue(arraysLeft < 8 * MIB, "arrays left: " + arraysLeft);
            note(run, inMemory, loads, byteArrays, grown, arraysLeft, left);
        }
    }

    /** What each of these holds is there by VmRSS, and gone from it afterwards. */
    private String takesWhatTheKernelCounts(LabContainer container) throws Exception {
        attach(container, "--add=1MiB"); // the agent's own classes are loaded once
        String[][] areas = {
            {"native", "--add=256MiB", "256"},
            {"direct", "--area=direct=60MiB", "60"},
        };
        StringBuilder words = new StringBuilder();
        for (String[] area : areas) {
            JsonNode result = attach(container, area[1]);
            long wanted = Long.parseLong(area[2]) * MIB;
            long before = result.get("rssBeforeBytes").asLong();
            long during = result.get("rssDuringBytes").asLong() - before;
            long after = result.get("rssAfterBytes").asLong() - before;
            assertTrue(
                    Math.abs(during - wanted) <= wanted / 50 + RSS_NOISE_BYTES,
                    area[0] + " takes " + during + " of RSS");
            assertTrue(after <= 2 * RSS_NOISE_BYTES, area[0] + " leaves " + after + " of RSS");
            words.append(
                    String.format(
                            Locale.ROOT,
                            "%s %s wanted, RSS %+.1f, left %+.1f | ",
                            area[0],
                            area[2],
                            mib(during),
                            mib(after)));
        }
        return words.append(stacks(container)).toString();
    }

    /**
     * By the kernel's list of mappings, since a JVM from 9 on takes memory for itself while it
     * finds that a stack is at its end.
     */
    private static String stacks(LabContainer container) throws Exception {
        long before = stacksInMemory(container);
        long during;
        try (LauncherRun run =
                LauncherRun.start(
                        "attach",
                        Integer.toString(container.jvmPid()),
                        "--area=threads=" + STACKS + "x1MiB",
                        "--hold=1m")) {
            run.awaitSaid("level reached");
            during = stacksInMemory(container) - before;
            run.signal("INT");
            assertEquals(Outcome.STOPPED.exitCode(), run.exitCode(), run.said());
        }
        long after = stacksInMemory(container) - before;
        long wanted = STACKS * MIB;
        // One that lies beside another mapping is not seen.
        assertTrue(Math.abs(during - wanted) <= 2 * MIB, "stacks: " + during);
        assertTrue(after <= wanted / 10, "left of stacks: " + after);
        return String.format(
                Locale.ROOT,
                "stacks %d wanted, by smaps %+.1f, left %+.1f | ",
                STACKS,
                mib(during),
                mib(after));
    }

    /** What is in memory of mappings that are as large as these stacks without their guards. */
    private static long stacksInMemory(LabContainer container) throws IOException {
        Path maps = Path.of("/proc/" + container.jvmPid() + "/smaps");
        return MAPPING.matcher(Files.readString(maps))
                .results()
                .filter(mapping -> Math.abs(sizeBytes(mapping) - MIB) <= MIB / 32)
                .mapToLong(mapping -> Long.parseLong(mapping.group(3)) << 10)
                .sum();
    }

    private static long sizeBytes(MatchResult mapping) {
        return Long.parseUnsignedLong(mapping.group(2), 16)
                - Long.parseUnsignedLong(mapping.group(1), 16);
    }

    private JsonNode attach(LabContainer container, String what) throws Exception {
        Path json = temporary.resolve("attach.json");
        try (LauncherRun run =
                LauncherRun.of(
                        "attach",
                        Integer.toString(container.jvmPid()),
                        what,
                        "--hold=0",
                        "--json=" + json)) {
            assertEquals(0, run.exitCode(), run.said());
        }
        return new ObjectMapper().readTree(Files.readString(json));
    }

    private static void note(
            Run run,
            String inMemory,
            JsonNode loads,
            long byteArrays,
            long grown,
            long arraysLeft,
            long left)
            throws IOException {
        JsonNode heap = load(loads, "heap");
        String line =
                String.format(
                        Locale.ROOT,
                        "%s  %sheap %.1f wanted, %.1f after collections, ballast %.1f, its arrays by jcmd"
                                + " %.1f, left %.1f | churn 20 wanted, %.1f | metaspace 32 wanted, %.1f,"
                                + " by the JVM %.1f, left %+.1f | threads %d, left 0%n",
                        run,
                        inMemory,
                        mib(heap.get("wanted").asLong()),
                        mib(heap.get("mean").asLong()),
                        mib(heap.get("mostByBallast").asLong()),
                        mib(byteArrays),
                        mib(arraysLeft),
                        mib(load(loads, "churn").get("mean").asLong()),
                        mib(load(loads, "metaspace").get("mean").asLong()),
                        mib(grown),
                        mib(left - load(loads, "metaspace").get("seenBefore").asLong()),
                        THREADS);
        Files.writeString(TABLE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static double mib(long bytes) {
        return (double) bytes / MIB;
    }

    private static JsonNode load(JsonNode loads, String kind) {
        for (JsonNode load : loads) {
            if (load.get("kind").asText().equals(kind)) {
                return load;
            }
        }
        throw new AssertionError(kind + " is not in " + loads);
    }

    private static void assertNear(
            String what, JsonNode wanted, long found, double part, long slackBytes) {
        double allowed = wanted.asLong() * part + slackBytes;
        assertTrue(
                Math.abs(found - wanted.asLong()) <= allowed,
                what + ": " + found + ", not " + wanted);
    }

    /** By the kernel: threads of that name. */
    private static long threads(LabContainer container, String name) throws IOException {
        long count = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + container.jvmPid() + "/task"))) {
            for (Path task : tasks.toList()) {
                count += name(task).startsWith(name) ? 1 : 0;
            }
        }
        return count;
    }

    /** Empty for one that has just ended. */
    private static String name(Path task) throws IOException {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (NoSuchFileException ended) {
            return "";
        }
    }

    private static long byteArrays(LabContainer container) throws IOException {
        Matcher found = BYTE_ARRAYS.matcher(jcmd(container, "GC.class_histogram"));
        assertTrue(found.find());
        return Long.parseLong(found.group(2));
    }

    private long metaspaceSeen(LabContainer container) throws Exception {
        JsonNode loads = attach(container, "--area=metaspace=1MiB").get("loads");
        return load(loads, "metaspace").get("seenBefore").asLong();
    }

    /** As the JVM's user: a JVM of 8 listens to nobody else. */
    private static String jcmd(LabContainer container, String command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return Lab.run(
                "setpriv",
                "--reuid=1000",
                "--regid=1000",
                "--clear-groups",
                jcmd.toString(),
                "-J-XX:-UsePerfData", // leaves a folder of that user in /tmp
                Integer.toString(container.jvmPid()),
                command);
    }

    /** By their lease; nothing of it waits for a collection but what only that can show. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("killedRuns")
    void givesEverythingBackWhenTheLauncherIsKilled(Run run) throws Exception {
        try (LabContainer container = run.start("Idle")) {
            long before = metaspaceSeen(container);
            long unreclaimable = container.unreclaimableBytes();
            try (LauncherRun attach =
                    LauncherRun.start(
                            "attach",
                            Integer.toString(container.jvmPid()),
                            "--add=64MiB",
                            "--area=direct=32MiB",
                            "--area=heap=60%",
                            "--area=churn=20MiB/s",
                            "--area=metaspace=32MiB",
                            "--area=threads=" + THREADS + "x1MiB",
                            "--hold=1m")) {
                attach.awaitSaid("level reached");
                assertTrue(container.unreclaimableBytes() - unreclaimable > 200 * MIB);
                assertTrue(!run.showsArrays() || byteArrays(container) > run.leastArraysBytes());
                attach.kill();
            }
            Lab.await("no thread of ballast", () -> threads(container, "ballast") == 0);
            jcmd(container, "GC.run");
            long arrays = byteArrays(container);
            assertTrue(arrays < 8 * MIB, "arrays left: " + arrays);
            long left = metaspaceSeen(container) - before;
            assertTrue(
                    !run.unloadsClasses() || left < METASPACE_BYTES / 8, "metaspace left: " + left);
            long more = container.unreclaimableBytes() - unreclaimable;
            // The JVM keeps the heap, and for a while the space for classes, that it has got.
            assertTrue(more < HEAP_BYTES + 1.5 * METASPACE_BYTES, "left: " + more);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "direct, 17, Serial",
        "direct, 8, Parallel",
        "heap, 21, G1",
        "heap, 17, Serial",
        "threads, 25, G1"
    })
    void goesOnUntilTheApplicationIsRefused(String kind, String jdk, String collector)
            throws Exception {
        try (LabContainer container = new Run(jdk, collector).start("Asks", kind)) {
            Lab.await("got", () -> container.log().contains("got it"));
            try (LauncherRun attach =
                    LauncherRun.start(
                            "attach",
                            Integer.toString(container.jvmPid()),
                            "--area=" + kind,
                            "--until-oome",
                            "--hold=1m")) {
                attach.awaitSaid("level reached");
                Lab.await("refused", () -> container.log().contains("refused"));
                attach.signal("INT");
                assertEquals(Outcome.STOPPED.exitCode(), attach.exitCode(), attach.said());
                assertTrue(attach.said().contains("until the JVM refuses"), attach.said());
            }
            int end = container.log().length();
            Lab.await("got again", () -> container.log().substring(end).contains("got it"));
            assertEquals(0, threads(container, "ballast"));
        }
    }

    /** Neither has a limit that anybody could meet. */
    @ParameterizedTest
    @CsvSource({"metaspace, no MaxMetaspaceSize", "threads, pids.max"})
    void refusesToGoOnForEver(String kind, String reason) throws Exception {
        try (LabContainer container =
                        LabContainer.start(
                                "areas-endless",
                                List.of(),
                                "/etc/alternatives/java",
                                "-cp",
                                "/targets",
                                "Idle");
                LauncherRun attach =
                        LauncherRun.of(
                                "attach",
                                Integer.toString(container.jvmPid()),
                                "--area=" + kind,
                                "--until-oome")) {
            assertEquals(1, attach.exitCode(), attach.said());
            assertTrue(attach.said().contains(reason), attach.said());
            assertEquals(0, threads(container, "ballast"));
        }
    }

    /** By the kernel's own count, beside a level that it does not count against. */
    @Test
    void fillsThePageCacheOfTheContainerAndDropsItWithTheLauncher() throws Exception {
        try (LabContainer container = new Run("17", "Serial").start("Idle")) {
            MemoryCgroup cgroup = new MemoryCgroups(Proc.host()).of(container.jvmPid());
            long wanted = 300 * MIB;
            try (LauncherRun attach =
                    LauncherRun.start(
                            "attach",
                            Integer.toString(container.jvmPid()),
                            "--level=50%",
                            "--area=pagecache=300MiB",
                            "--hold=1m")) {
                attach.awaitSaid("level reached");
                long cached = cgroup.use().reclaimable().bytes();
                assertTrue(cached >= 0.98 * wanted, cached + " of " + wanted);
                assertTrue(cached < wanted + OWN_CACHE_BYTES, cached + " of " + wanted);
                long use = cgroup.use().unreclaimable().bytes();
                assertTrue(Math.abs(use - 512 * MIB) < 10 * MIB, "level " + use);
                attach.kill();
            }
            Lab.await("no page of it", () -> cgroup.use().reclaimable().bytes() < OWN_CACHE_BYTES);
            assertEquals(List.of(container.jvmPid()), cgroup.pids());
        }
    }

    @Test
    void refusesPageCacheThatDoesNotFitBesideTheLevel() throws Exception {
        try (LabContainer container = new Run("17", "Serial").start("Idle");
                LauncherRun attach =
                        LauncherRun.of(
                                "attach",
                                Integer.toString(container.jvmPid()),
                                "--level=80%",
                                "--area=pagecache=30%")) {
            assertEquals(1, attach.exitCode(), attach.said());
            assertTrue(attach.err().contains("204.8 MiB of the limit are left"), attach.said());
        }
    }

    /** The application's live set moves by a fifth of the heap, up and down in 10 s. */
    @ParameterizedTest
    @MethodSource("collectors")
    void givesWayToAnApplicationThatMoves(Run run) throws Exception {
        try (LabContainer container = run.start("Moves")) {
            try (LauncherRun attach =
                    LauncherRun.of(
                            "attach",
                            Integer.toString(container.jvmPid()),
                            "--area=heap=90%",
                            "--hold=12s",
                            "--before=0",
                            "--probe=jvm: oome==0")) {
                assertEquals(0, attach.exitCode(), attach.said());
            }
            assertTrue(container.log().contains("oom 0"), container.log());
        }
    }

    static List<Run> collectors() {
        return List.of(new Run("17", "Serial"), new Run("21", "G1"));
    }

    @Test
    void refusesWhatCannotBe() throws Exception {
        String[][] wrong = {
            {"--area=heap", "how much"},
            {"--area=heap=99%", "at most 97"},
            {"--area=heap=0%", "more than 0"},
            {"--area=metaspace=5%", "not a size"},
            {"--area=threads=many", "not a number of threads"},
            {"--area=threads=5x5KiB", "pieces of 256.0 KiB to 64.0 MiB"},
            {"--area=heap=50%x5KiB", "pieces of 16.0 KiB to 1.0 GiB"},
            {"--area=metaspace=5MiBx1MiB", "not a size"},
            {"--area=churn=5x/s", "not a size"},
            {"--area=stack=5MiB", "is no area"},
            {"--area=native=5MiB --level=80%", "twice"},
            {"--area=direct=50% --area=direct --add=5MiB", "the level's"},
            {"--area=heap=50% --until-oome", "without an amount"},
            {"--area=churn --until-oome", "how much"},
            {"--area=direct", "say how much"},
            {"--area=limit", "how much"},
            {"--area=limit=100%", "at most 99"},
            {"--area=limit=5MiB/s", "not a size"},
            {"--area=limit --until-oome", "how much"},
        };
        for (String[] option : wrong) {
            try (LauncherRun run = LauncherRun.of(("attach 1 " + option[0]).split(" "))) {
                assertEquals(2, run.exitCode(), run.said());
                assertTrue(run.err().contains(option[1]), run.err());
            }
        }
    }
}
