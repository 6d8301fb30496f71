package dev.ballast.launcher.probe;

import dev.ballast.launcher.control.AgentSnapshot;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.JvmFigures;
import dev.ballast.launcher.vitals.VitalSigns;
import dev.ballast.launcher.vitals.Vitals;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The JVM's own numbers: what it publishes, and what the agent tells while there is one. */
final class JvmProbe implements Probe {
    private final Vitals vitals;
    private long lookedNanos = System.nanoTime();

    JvmProbe(Vitals vitals) {
        this.vitals = vitals;
    }

    @Override
    public Observation look(Duration timeout) {
        VitalSigns now = vitals.nowWithShares(timeout);
        Map<String, Double> numbers = new HashMap<>();
        now.jvm().ifPresent(jvm -> add(numbers, jvm));
        vitals.agent().ifPresent(agent -> add(numbers, agent));
        vitals.collections(Vitals.WINDOW).ifPresent(share -> numbers.put("gc-time", share));
        vitals.longestPause(lookedNanos).ifPresent(pause -> numbers.put("pause", pause));
        now.rss().ifPresent(rss -> numbers.put("rss", (double) rss.bytes()));
        lookedNanos = now.nanos();
        return new Observation.Answer(
                numbers,
                vitals.withoutCounters()
                        .map(why -> Map.of(Observation.Answer.WHY_NOT_MORE, why))
                        .orElse(Map.of()));
    }

    private static void add(Map<String, Double> numbers, JvmFigures jvm) {
        put(numbers, "heap", jvm.heapUsed(), jvm.heapMax());
        put(numbers, "heap-after-gc", jvm.heapAfterCollection(), jvm.heapMax());
        jvm.liveThreads().ifPresent(threads -> numbers.put("threads", (double) threads));
    }

    /** Nearer to the moment than what the JVM publishes, which some collectors do rarely. */
    private static void add(Map<String, Double> numbers, AgentSnapshot agent) {
        put(numbers, "heap", Optional.of(agent.heapUsed()), Optional.of(agent.heapMax()));
        put(numbers, "direct", Optional.of(agent.directUsed()), Optional.of(agent.directMax()));
    }

    private static void put(
            Map<String, Double> numbers,
            String name,
            Optional<ByteSize> used,
            Optional<ByteSize> max) {
        if (used.isPresent()) {
            numbers.put(name, (double) used.get().bytes());
            max.filter(limit -> limit.bytes() > 0)
                    .ifPresent(
                            limit -> numbers.put(name + Metric.SHARE, used.get().percentOf(limit)));
        }
    }

    @Override
    public void close() {}
}
