package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Collecting;
import dev.ballast.launcher.lab.CollectorLog;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.target.JvmCounters;
import dev.ballast.launcher.target.JvmFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a JVM publishes against its own log, for every version and collector. */
class JvmCountersIT {
    private static final int MOST_ROUNDS = 10;

    private record Jvm(String jdk, String collector) {
        Collecting start() throws Exception {
            List<String> options =
                    new ArrayList<>(
                            List.of(
                                    "-Xms96m",
                                    "-Xmx96m",
                                    "-XX:+UnlockExperimentalVMOptions",
                                    "-XX:+Use" + collector + "GC"));
            options.addAll(CollectorLog.options(jdk));
            return Collecting.start(jdk, collector, options.toArray(String[]::new));
        }

        String name() {
            return switch (collector) {
                case "ConcMarkSweep" -> "CMS";
                case "Z" -> "ZGC";
                default -> collector;
            };
        }

        boolean countsCollections() {
            return !collector.equals("Shenandoah") && !isUnnamed();
        }

        boolean isUnnamed() {
            return jdk.equals("11") && collector.equals("Z");
        }

        @Override
        public String toString() {
            return "JDK " + jdk + " " + collector;
        }
    }

    static List<Jvm> jvms() {
        List<Jvm> jvms = new ArrayList<>();
        for (String jdk : Lab.jdksForContainers()) {
            int major = Integer.parseInt(jdk);
            List<String> collectors = new ArrayList<>(List.of("Serial", "Parallel", "G1"));
            if (major < 17) {
                collectors.add("ConcMarkSweep");
            }
            if (major > 8) {
                collectors.addAll(List.of("Z", "Shenandoah"));
            }
            collectors.forEach(collector -> jvms.add(new Jvm(jdk, collector)));
        }
        return jvms;
    }

    @BeforeAll
    static void needsContainers() {
        Lab.needsContainers();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jvms")
    void agreesWithTheJvmsOwnLog(Jvm jvm) throws Exception {
        try (Collecting app = jvm.start();
                JvmCounters counters = JvmCounters.open(Proc.host(), app.target())) {
            long threads = counters.read().liveThreads().getAsLong();
            TreeMap<Long, Long> left = new TreeMap<>();
            for (int i = 0; i < 6; i++) {
                app.tell("retain 3");
                app.tell("allocate 30", () -> note(counters.read(), left));
            }
            app.tell("collect", () -> note(counters.read(), left));
            app.tell("threads 5", () -> note(counters.read(), left));
            JvmFigures figures = settled(jvm, app, counters);
            assertLeft(jvm, CollectorLog.of(jvm.jdk(), app), left);
            assertEquals(jvm.countsCollections(), figures.collections().isPresent());
            assertEquals(jvm.countsCollections(), figures.collectionNanos().isPresent());
            assertEquals(threads + 5, figures.liveThreads().getAsLong());
            assertEquals(jvm.isUnnamed() ? "" : jvm.name(), figures.collector().orElse(""));
            assertEquals(96 << 20, figures.heapMax().orElseThrow().bytes());
            long used = figures.heapUsed().orElseThrow().bytes();
            assertTrue(used > 15 << 20 && used <= 96 << 20, "used " + used);
            assertTimesAgree(jvm, app, counters);
        }
    }

    /** Nanoseconds by the JVM's counters and by its log. */
    private record Took(long collections, long logged, long safepoints, long safepointsLogged) {
        static final Took NOTHING = new Took(0, 0, 0, 0);

        static Took of(JvmFigures figures, CollectorLog log) {
            return new Took(
                    figures.collectionNanos().orElse(log.pauseNanos()),
                    log.pauseNanos(),
                    figures.safepointNanos().getAsLong(),
                    log.safepointNanos());
        }

        Took since(Took before) {
            return new Took(
                    collections - before.collections,
                    logged - before.logged,
                    safepoints - before.safepoints,
                    safepointsLogged - before.safepointsLogged);
        }

        /** The log's time of a collection begins earlier and ends later: 1 to 10 % of it here. */
        boolean agrees() {
            return isNear(0.8, collections, logged) && isNear(0.95, safepoints, safepointsLogged);
        }

        private static boolean isNear(double least, long nanos, long logged) {
            return nanos >= least * logged - 500_000 && nanos <= 1.02 * logged + 500_000;
        }
    }

    /**
     * In one round of some: on a machine with more to do than processors a thread that measures may
     * have to wait for its turn between one clock and the other.
     */
    private static void assertTimesAgree(Jvm jvm, Collecting app, JvmCounters counters)
            throws Exception {
        Took before = Took.NOTHING;
        List<Took> rounds = new ArrayList<>();
        while (rounds.size() < MOST_ROUNDS) {
            JvmFigures figures = settled(jvm, app, counters);
            Took now = Took.of(figures, CollectorLog.of(jvm.jdk(), app));
            rounds.add(now.since(before));
            if (now.since(before).agrees()) {
                return;
            }
            before = now;
            app.tell("allocate 60");
            app.tell("collect");
        }
        throw new AssertionError("nanoseconds by counters and log: " + rounds);
    }

    /** When nothing goes on, and it is in the log, which counts the same. */
    private static JvmFigures settled(Jvm jvm, Collecting app, JvmCounters counters)
            throws Exception {
        Lab.await(
                "a log that counts as the JVM does: " + counters.read(),
                () -> {
                    JvmFigures before = counters.read();
                    CollectorLog log = CollectorLog.of(jvm.jdk(), app);
                    JvmFigures after = counters.read();
                    return before.safepoints().equals(after.safepoints())
                            && before.collections().equals(after.collections())
                            && log.safepoints() == after.safepoints().getAsLong()
                            && log.pauses() == after.collections().orElse(log.pauses());
                });
        return counters.read();
    }

    private static Object note(JvmFigures figures, TreeMap<Long, Long> left) {
        figures.heapAfterCollection()
                .ifPresent(size -> left.put(figures.collections().getAsLong(), size.bytes()));
        return left;
    }

    private static void assertLeft(Jvm jvm, CollectorLog log, TreeMap<Long, Long> left) {
        left.forEach((collection, bytes) -> assertLeft(log, collection, bytes));
        switch (jvm.collector()) {
            case "Serial", "Parallel", "G1" ->
                    assertTrue(left.size() > 2, "told after " + left.keySet() + " only");
            case "ConcMarkSweep" -> {} // told where a reading comes before the next sample
            default -> assertEquals(Set.of(), left.keySet());
        }
    }

    /** A collection is counted when it begins: then it is still the one before that is told. */
    private static void assertLeft(CollectorLog log, long collection, long bytes) {
        List<Long> logged =
                List.of(log.kibibytesAfter(collection - 1), log.kibibytesAfter(collection));
        assertTrue(
                logged.stream().anyMatch(kib -> Math.abs(kib - bytes / 1024) <= 2),
                "after collection " + collection + " " + bytes / 1024 + "K, by the log " + logged);
    }

    @Test
    void knowsNothingOfAJvmThatPublishesNothing() throws Exception {
        try (Collecting app = Collecting.start("17", "none", "-XX:-UsePerfData");
                JvmCounters counters = JvmCounters.open(Proc.host(), app.target())) {
            assertTrue(counters.read().safepoints().isEmpty());
            assertTrue(counters.reasonForNone().isPresent());
        }
    }

    /** It removes its file; what was opened can still be read. */
    @Test
    void saysThatTheJvmHasExited() throws Exception {
        try (Collecting app = Collecting.start("17", "exits");
                JvmCounters counters = JvmCounters.open(Proc.host(), app.target())) {
            counters.read();
            app.container().close();
            assertThrows(ProcessGone.class, counters::read);
        }
    }
}
