package dev.ballast.launcher.report;

import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.probe.ProbeNow;
import dev.ballast.launcher.quantity.Unit;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.timeline.Series;
import dev.ballast.launcher.trial.TrialResult;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A run in Prometheus' text format: at one moment, and at its end. Base units throughout: bytes,
 * seconds, and ratios from 0 to 1. What is unknown is left out. Every value has the labels {@code
 * pid} and, in a container, {@code container}.
 */
public final class Metrics {
    /** What it is to be served as. */
    public static final String CONTENT_TYPE = MetricPage.CONTENT_TYPE;

    private static final Map<Series, Gauge> GAUGES = new LinkedHashMap<>();

    static {
        put(Series.USE, "use_bytes", "Memory in use that cannot be reclaimed.");
        put(Series.HELD, "held_bytes", "Memory that ballast holds in the JVM.");
        put(Series.FUSE, "fuse_bytes", "Memory that the relief fuse holds outside of the JVM.");
        put(Series.HEAP_USED, "heap_used_bytes", "Heap that the JVM uses.");
        put(Series.HEAP_COMMITTED, "heap_committed_bytes", "Heap that the JVM has committed.");
        put(Series.HEAP_MAX, "heap_max_bytes", "Heap that the JVM may have.");
        put(Series.DIRECT, "direct_used_bytes", "Direct memory that the JVM uses.");
        put(Series.RSS, "resident_memory_bytes", "Resident memory of the JVM, VmRSS.");
        put(
                Series.PSI_SOME,
                "pressure_some_ratio",
                "Part of the last second in which some task waited for memory.");
        put(
                Series.PSI_FULL,
                "pressure_full_ratio",
                "Part of the last second in which all tasks waited for memory.");
        put(
                Series.GC_TIME,
                "gc_time_ratio",
                "Part of the last second that went into collections, as the JVM tells it.");
        put(
                Series.PAUSE,
                "safepoint_pause_seconds",
                "Longest time in safepoints within a tenth of a second, of the last two.");
        put(Series.THREADS, "java_threads", "Live Java threads of the JVM.");
    }

    private final Plan plan;
    private final Instant start;

    private record Gauge(String name, String help) {}

    private static void put(Series series, String name, String help) {
        GAUGES.put(series, new Gauge("ballast_" + name, help));
    }

    public Metrics(Plan plan, Instant start) {
        this.plan = plan;
        this.start = start;
    }

    /** While nothing is measured: before it begins, or after it was refused. */
    public byte[] idle(boolean isRunning) {
        MetricPage page = page(isRunning);
        planned(page, OptionalDouble.empty(), OptionalDouble.empty());
        return page.bytes();
    }

    /**
     * In the course of the run.
     *
     * @param newest value of a series; none when that is not measured now
     */
    public byte[] during(Function<Series, OptionalDouble> newest, List<ProbeNow> probes) {
        MetricPage page = page(true);
        planned(page, newest.apply(Series.WANTED), newest.apply(Series.LIMIT));
        GAUGES.forEach(
                (series, gauge) ->
                        page.gauge(
                                gauge.name(),
                                gauge.help(),
                                inBaseUnit(series, newest.apply(series))));
        probes.forEach(probe -> add(page, probe));
        return page.bytes();
    }

    /**
     * At its end. What was measured at some moment is not in it: that is not the present any more,
     * and whoever reads this later would take it for that.
     *
     * @param probes as they were last
     */
    public byte[] ended(TrialResult result, List<ProbeNow> probes) {
        MetricPage page = page(false);
        planned(page, OptionalDouble.empty(), OptionalDouble.empty());
        probes.forEach(probe -> add(page, probe));
        ResultMetrics.add(page, result);
        return page.bytes();
    }

    private MetricPage page(boolean isRunning) {
        MetricPage page = new MetricPage(labels(plan.target()));
        page.gauge(
                "ballast_running", "1 while the run lasts, 0 when it is over.", number(isRunning));
        page.gauge(
                "ballast_start_timestamp_seconds",
                "When the run began, in seconds since 1970.",
                start.toEpochMilli() / 1e3);
        return page;
    }

    private static Labels labels(TargetJvm target) {
        Labels pid = Labels.of("pid", Integer.toString(target.process().pid()));
        return target.container()
                .flatMap(found -> found.id())
                .map(id -> pid.merge(MetricPage.label("container", id.brief())))
                .orElse(pid);
    }

    /** What is known from the beginning, and may change a little in the course of the run. */
    private void planned(MetricPage page, OptionalDouble wanted, OptionalDouble limit) {
        page.gauge(
                "ballast_level_wanted_bytes",
                "Use that cannot be reclaimed that the run is to bring about.",
                wanted.orElse(plan.wantedUse().bytes()));
        page.gauge(
                "ballast_limit_bytes",
                "The memory limit that binds the JVM.",
                limit.orElse(plan.limit().bytes()));
    }

    private static OptionalDouble inBaseUnit(Series series, OptionalDouble value) {
        return value.isPresent() && series.unit() == Unit.PERCENT
                ? OptionalDouble.of(value.getAsDouble() / 100)
                : value;
    }

    private static void add(MetricPage page, ProbeNow probe) {
        Labels name = MetricPage.label("probe", probe.name());
        probe.isPassing()
                .ifPresent(
                        isPassing ->
                                page.gauge(
                                        "ballast_probe_up",
                                        "1 when the probe's last look passed, 0 when it failed;"
                                                + " absent when it could not look.",
                                        name,
                                        number(isPassing)));
        probe.seconds()
                .ifPresent(
                        seconds ->
                                page.gauge(
                                        "ballast_probe_latency_seconds",
                                        "How long the probe's last look waited for the answer.",
                                        name,
                                        seconds));
        page.counter(
                "ballast_probe_failures",
                "Looks of the probe that failed, in all phases of the run.",
                name,
                probe.failures());
    }

    static double number(boolean truth) {
        return truth ? 1 : 0;
    }
}
