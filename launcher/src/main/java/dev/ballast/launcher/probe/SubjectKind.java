package dev.ballast.launcher.probe;

import dev.ballast.launcher.quantity.Unit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of things that a probe looks at, and what its checks can compare there. */
public enum SubjectKind {
    HTTP(
            Optional.of("status<400"),
            "status==200 or p99<250ms",
            withAnswers(
                    Metric.number("status", Unit.COUNT),
                    Metric.number("latency", Unit.SECONDS),
                    Metric.text("body"))),
    CMD(
            Optional.of("exit==0"),
            "exit==0 or output~ok",
            withAnswers(
                    Metric.number("exit", Unit.COUNT),
                    Metric.number("time", Unit.SECONDS),
                    Metric.text("output"),
                    Metric.text("error"))),
    JVM(
            Optional.empty(),
            "gc-time<20% or heap-after-gc<80%",
            List.of(
                    Metric.number("heap", Unit.BYTES, Unit.PERCENT),
                    Metric.number("heap-after-gc", Unit.BYTES, Unit.PERCENT),
                    Metric.number("gc-time", Unit.PERCENT),
                    Metric.number("pause", Unit.SECONDS),
                    Metric.number("threads", Unit.COUNT),
                    Metric.number("direct", Unit.BYTES, Unit.PERCENT),
                    Metric.number("rss", Unit.BYTES),
                    Metric.ofPhase(Metric.OUT_OF_MEMORY_ERRORS, Unit.COUNT))),
    CGROUP(
            Optional.empty(),
            "psi-full<10% or oom-kill==0",
            List.of(
                    Metric.number("psi-some", Unit.PERCENT),
                    Metric.number("psi-full", Unit.PERCENT),
                    Metric.number("use", Unit.BYTES, Unit.PERCENT),
                    Metric.number("oom-kill", Unit.COUNT),
                    Metric.number("limit-met", Unit.COUNT)));

    /** Whether somebody has to answer, which takes time. */
    public boolean isWaitedFor() {
        return this == HTTP || this == CMD;
    }

    private final Optional<String> usualCheck;
    private final String example;
    private final List<Metric> metrics;

    /**
     * @param usualCheck what is checked where nothing else is said; none when something must be
     * @param example a check that one could write
     */
    SubjectKind(Optional<String> usualCheck, String example, List<Metric> metrics) {
        this.usualCheck = usualCheck;
        this.example = example;
        this.metrics = metrics;
    }

    /** What somebody is waited for is also judged by how long all answers of a phase took. */
    private static List<Metric> withAnswers(Metric... ofLook) {
        Stream<Metric> ofPhase =
                Stream.of(
                        Metric.ofPhase("p50", Unit.SECONDS),
                        Metric.ofPhase("p90", Unit.SECONDS),
                        Metric.ofPhase("p95", Unit.SECONDS),
                        Metric.ofPhase("p99", Unit.SECONDS),
                        Metric.ofPhase("max", Unit.SECONDS),
                        Metric.ofPhase(Metric.ERRORS, Unit.PERCENT));
        return Stream.concat(Stream.of(ofLook), ofPhase).toList();
    }

    /** {@code http}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    Optional<String> usualCheck() {
        return usualCheck;
    }

    String example() {
        return example;
    }

    /** Whether it can be looked at from inside the container's network as well. */
    boolean hasPlace() {
        return this == HTTP || this == CMD;
    }

    Optional<Metric> metric(String name) {
        return metrics.stream().filter(metric -> metric.name().equals(name)).findFirst();
    }

    String metricNames() {
        return metrics.stream().map(Metric::name).collect(Collectors.joining(", "));
    }
}
