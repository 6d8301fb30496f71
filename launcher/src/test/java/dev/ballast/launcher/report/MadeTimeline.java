package dev.ballast.launcher.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/**
 * A timeline as a run of 71 s would leave it: filled in half a second, held for a minute with a dip
 * when the application grows and a burst of collections, given back. The same each time.
 */
final class MadeTimeline {
    private static final double MIB = 1 << 20;
    private static final double LIMIT = 512 * MIB;
    private static final double WANTED = 0.9 * LIMIT;
    private static final double BEFORE_SECONDS = 5;
    private static final double REACHED_SECONDS = 5.6;
    private static final double RELEASED_SECONDS = 66;
    private static final double FUSE = 76 * MIB;

    private final int buckets;
    private final double bucketSeconds;
    private final double endSeconds;
    private final Random random = new Random(42);
    private final List<Object> series = new ArrayList<>();

    /**
     * @param endSeconds when the JVM was gone; after the run for one that survived
     */
    MadeTimeline(int buckets, double endSeconds) {
        this.buckets = buckets;
        this.bucketSeconds = 71.2 / buckets;
        this.endSeconds = endSeconds;
    }

    /** What the application needs itself: it grows by 70 MiB for some seconds. */
    private static double own(double seconds) {
        double burst = Math.exp(-Math.pow((seconds - 31) / 3.5, 2));
        return (57 + 6 * Math.sin(seconds / 4) + 70 * burst) * MIB;
    }

    /** How much of what is wanted ballast has taken: all of it from the level to the release. */
    private static double filled(double seconds) {
        if (seconds < BEFORE_SECONDS || seconds > RELEASED_SECONDS + 0.15) {
            return 0;
        }
        double part = (seconds - BEFORE_SECONDS) / (REACHED_SECONDS - BEFORE_SECONDS);
        double given = (seconds - RELEASED_SECONDS) / 0.15;
        return Math.min(1, part) * (1 - Math.max(0, given));
    }

    /** Of the application's growth, what is not yet made room for. */
    private static double over(double seconds) {
        return 8 * MIB * Math.exp(-Math.pow((seconds - 29) / 0.7, 2))
                - 30 * MIB * Math.exp(-Math.pow((seconds - 35.5) / 0.4, 2));
    }

    private double noise(double most) {
        return most * (random.nextDouble() - 0.5);
    }

    private static double use(double seconds) {
        double held = filled(seconds) * (WANTED - own(seconds) + over(seconds));
        return own(seconds) + Math.max(0, held);
    }

    /** All values, or a value each so many buckets. */
    private void add(
            String name, String title, String unit, int every, IntToDoubleFunction valueOfBucket) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < buckets; i++) {
            double value = i % every == 0 ? valueOfBucket.applyAsDouble(i) : Double.NaN;
            boolean isSeen = Double.isFinite(value) && i * bucketSeconds < endSeconds;
            values.add(isSeen ? (unit.equals("bytes") ? (Object) Math.round(value) : value) : null);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("title", title);
        fields.put("unit", unit);
        fields.put("values", values);
        series.add(fields);
    }

    MadeTimeline memory() {
        add("wanted", "wanted level", "bytes", 1, i -> isHeld(i) ? WANTED : Double.NaN);
        add("use", "in use, not reclaimable", "bytes", 1, i -> use(at(i)) + noise(0.4 * MIB));
        add("use-peak", "highest use", "bytes", 1, i -> use(at(i)) + 1.5 * MIB + noise(MIB));
        add("limit", "limit", "bytes", 1, i -> LIMIT);
        add("held", "held in the JVM", "bytes", 1, i -> held(at(i)));
        add("fuse", "relief fuse", "bytes", 1, i -> Math.min(FUSE, use(at(i)) - own(at(i))));
        int second = perSecond();
        add("heap-used", "heap used", "bytes", second, i -> (18 + (at(i) * 7) % 21) * MIB);
        add("heap-committed", "heap committed", "bytes", second, i -> 48 * MIB);
        add("direct", "direct memory", "bytes", second, i -> 2 * MIB);
        add("rss", "VmRSS", "bytes", second, i -> 40 * MIB + held(at(i)));
        return this;
    }

    private static double held(double seconds) {
        return Math.max(0, use(seconds) - own(seconds) - FUSE);
    }

    private int perSecond() {
        return (int) Math.max(1, Math.round(1 / bucketSeconds));
    }

    private boolean isHeld(int bucket) {
        return at(bucket) >= BEFORE_SECONDS && at(bucket) <= RELEASED_SECONDS;
    }

    private double at(int bucket) {
        return bucket * bucketSeconds;
    }

    private double burst(int bucket) {
        return Math.exp(-Math.pow((at(bucket) - 31) / 2.5, 2));
    }

    MadeTimeline pressure() {
        add(
                "psi-some",
                "some task waited for memory",
                "percent",
                1,
                i -> isHeld(i) ? 0.4 + 12 * burst(i) + noise(0.6) : 0);
        add(
                "psi-full",
                "all tasks waited for memory",
                "percent",
                1,
                i -> Math.max(0, 5 * burst(i) - 1));
        add(
                "gc-time",
                "time in collections",
                "percent",
                perSecond(),
                i -> 1.5 + 34 * burst(i) + noise(1));
        add(
                "pause",
                "time in safepoints",
                "seconds",
                1,
                i -> random.nextInt(28) == 0 ? 0.004 + 0.09 * burst(i) + noise(0.003) : Double.NaN);
        add("threads", "Java threads", "count", perSecond(), i -> 23 + (at(i) > 30 ? 4 : 0));
        return this;
    }

    MadeTimeline latency(String probe, double usualSeconds, double worstSeconds) {
        add(
                "latency:" + probe,
                "latency of " + probe,
                "seconds",
                perSecond(),
                i ->
                        usualSeconds * (1 + 0.4 * random.nextDouble())
                                + worstSeconds * Math.pow(burst(i), 2)
                                + (isHeld(i) ? usualSeconds : 0));
        return this;
    }

    Map<String, Object> with(List<Map<String, Object>> events) {
        Map<String, Object> timeline = new LinkedHashMap<>();
        timeline.put("bucketSeconds", bucketSeconds);
        timeline.put("series", series);
        timeline.put("events", events);
        return timeline;
    }
}
