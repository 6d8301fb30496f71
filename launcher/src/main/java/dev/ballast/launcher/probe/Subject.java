package dev.ballast.launcher.probe;

import dev.ballast.launcher.quantity.Unit;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a probe looks at. */
public sealed interface Subject {
    /** {@code http}. */
    String kind();

    /** As it is written: {@code http:http://localhost:8080/health}. */
    String words();

    /** What its checks can compare. */
    List<Metric> metrics();

    /** What is checked where nothing else is said; none when something must be. */
    Optional<String> usualCheck();

    /** A check that one could write. */
    String example();

    /** Whether it can look from inside the container's network as well. */
    default boolean hasPlace() {
        return false;
    }

    default Optional<Metric> metric(String name) {
        return metrics().stream().filter(metric -> metric.name().equals(name)).findFirst();
    }

    default String metricNames() {
        return metrics().stream().map(Metric::name).collect(Collectors.joining(", "));
    }

    /**
     * {@code http:URL}, {@code cmd:COMMAND}, {@code jvm:} or {@code cgroup:}.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Subject parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = text.substring(colon + 1).strip();
        switch (kind) {
            case "http":
                return Http.of(rest);
            case "cmd":
                return new Command(rest);
            case "jvm":
                checkNothing(kind, rest);
                return new Jvm();
            case "cgroup":
                checkNothing(kind, rest);
                return new Cgroup();
            default:
                throw new IllegalArgumentException(
                        "`"
                                + text
                                + "` names no kind of probe; write for example"
                                + " http:http://localhost:8080/health, cmd:\"COMMAND\","
                                + " \"jvm: gc-time<20%\" or \"cgroup: psi-full<10%\"");
        }
    }

    private static void checkNothing(String kind, String rest) {
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException(
                    "a "
                            + kind
                            + " probe has nothing but checks behind `"
                            + kind
                            + ":`, not "
                            + rest);
        }
    }

    /** A GET. */
    record Http(URI uri) implements Subject {
        private static final List<Metric> METRICS =
                List.of(
                        Metric.number("status", Unit.COUNT),
                        Metric.number("latency", Unit.SECONDS),
                        Metric.text("body"),
                        Metric.ofPhase("p50", Unit.SECONDS),
                        Metric.ofPhase("p90", Unit.SECONDS),
                        Metric.ofPhase("p95", Unit.SECONDS),
                        Metric.ofPhase("p99", Unit.SECONDS),
                        Metric.ofPhase("max", Unit.SECONDS),
                        Metric.ofPhase(Metric.ERRORS, Unit.PERCENT));

        private static Http of(String text) {
            try {
                URI uri = new URI(text);
                boolean isHttp = Set.of("http", "https").contains(String.valueOf(uri.getScheme()));
                boolean isPort = uri.getPort() == -1 || uri.getPort() > 0 && uri.getPort() < 65536;
                if (!isHttp || uri.getHost() == null || uri.getUserInfo() != null || !isPort) {
                    throw new IllegalArgumentException(
                            "`"
                                    + text
                                    + "` is not a URL of http or https with a host, and without a user;"
                                    + " write for example http:http://localhost:8080/health");
                }
                return new Http(uri);
            } catch (URISyntaxException wrong) {
                throw new IllegalArgumentException(
                        "`" + text + "` is not a URL: " + wrong.getMessage());
            }
        }

        @Override
        public String kind() {
            return "http";
        }

        @Override
        public String words() {
            return "http:" + uri;
        }

        @Override
        public List<Metric> metrics() {
            return METRICS;
        }

        @Override
        public Optional<String> usualCheck() {
            return Optional.of("status<400");
        }

        @Override
        public String example() {
            return "status==200 or p99<250ms";
        }

        @Override
        public boolean hasPlace() {
            return true;
        }
    }

    /** A command of the host. */
    record Command(String command) implements Subject {
        private static final List<Metric> METRICS =
                List.of(
                        Metric.number("exit", Unit.COUNT),
                        Metric.number("time", Unit.SECONDS),
                        Metric.text("output"),
                        Metric.text("error"),
                        Metric.ofPhase("p50", Unit.SECONDS),
                        Metric.ofPhase("p90", Unit.SECONDS),
                        Metric.ofPhase("p95", Unit.SECONDS),
                        Metric.ofPhase("p99", Unit.SECONDS),
                        Metric.ofPhase("max", Unit.SECONDS),
                        Metric.ofPhase(Metric.ERRORS, Unit.PERCENT));

        public Command {
            if (command.isBlank()) {
                throw new IllegalArgumentException(
                        "a cmd probe needs a command; write for example cmd:\"pgrep java\"");
            }
        }

        @Override
        public String kind() {
            return "cmd";
        }

        @Override
        public String words() {
            return "cmd:" + command;
        }

        @Override
        public List<Metric> metrics() {
            return METRICS;
        }

        @Override
        public Optional<String> usualCheck() {
            return Optional.of("exit==0");
        }

        @Override
        public String example() {
            return "exit==0 or output~ok";
        }

        @Override
        public boolean hasPlace() {
            return true;
        }
    }

    /** The JVM's own numbers. */
    record Jvm() implements Subject {
        private static final List<Metric> METRICS =
                List.of(
                        Metric.number("heap", Unit.BYTES, Unit.PERCENT),
                        Metric.number("heap-after-gc", Unit.BYTES, Unit.PERCENT),
                        Metric.number("gc-time", Unit.PERCENT),
                        Metric.number("pause", Unit.SECONDS),
                        Metric.number("threads", Unit.COUNT),
                        Metric.number("direct", Unit.BYTES, Unit.PERCENT),
                        Metric.number("rss", Unit.BYTES),
                        Metric.ofPhase(Metric.OUT_OF_MEMORY_ERRORS, Unit.COUNT));

        @Override
        public String kind() {
            return "jvm";
        }

        @Override
        public String words() {
            return "jvm:";
        }

        @Override
        public List<Metric> metrics() {
            return METRICS;
        }

        @Override
        public Optional<String> usualCheck() {
            return Optional.empty();
        }

        @Override
        public String example() {
            return "gc-time<20% or heap-after-gc<80%";
        }
    }

    /** What the kernel counts for the memory that binds the target. */
    record Cgroup() implements Subject {
        private static final List<Metric> METRICS =
                List.of(
                        Metric.number("psi-some", Unit.PERCENT),
                        Metric.number("psi-full", Unit.PERCENT),
                        Metric.number("use", Unit.BYTES, Unit.PERCENT),
                        Metric.number("oom-kill", Unit.COUNT),
                        Metric.number("limit-met", Unit.COUNT));

        @Override
        public String kind() {
            return "cgroup";
        }

        @Override
        public String words() {
            return "cgroup:";
        }

        @Override
        public List<Metric> metrics() {
            return METRICS;
        }

        @Override
        public Optional<String> usualCheck() {
            return Optional.empty();
        }

        @Override
        public String example() {
            return "psi-full<10% or oom-kill==0";
        }
    }
}
