package dev.ballast.launcher.probe;

import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** All looks of one probe in one phase. */
public final class Tally {
    private static final long LONGEST_MICROS = 3_600_000_000L;
    private static final int DIGITS = 3;

    private final Histogram latencies = new Histogram(DIGITS);
    private int passed;
    private int failed;
    private int unseen;
    private int errors;

    void add(Look look, Observation observation) {
        switch (look.state()) {
            case PASSED -> passed++;
            case FAILED -> failed++;
            default -> unseen++;
        }
        errors += isError(observation) ? 1 : 0;
        look.seconds()
                .ifPresent(
                        seconds ->
                                latencies.recordValue(
                                        Math.min(LONGEST_MICROS, (long) (1e6 * seconds))));
    }

    /** No answer, or one that says so itself. */
    private static boolean isError(Observation observation) {
        if (observation instanceof Observation.Answer answer) {
            return answer.numbers().getOrDefault("status", 0.0) >= 400
                    || answer.numbers().getOrDefault("exit", 0.0) != 0;
        }
        return observation instanceof Observation.Silence;
    }

    public int looks() {
        return passed + failed + unseen;
    }

    public int passed() {
        return passed;
    }

    public int failed() {
        return failed;
    }

    public int unseen() {
        return unseen;
    }

    /** How many answers the times are of. */
    public long answers() {
        return latencies.getTotalCount();
    }

    /** Of the answers, in seconds; none without one. */
    public OptionalDouble percentile(double percent) {
        return answers() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(latencies.getValueAtPercentile(percent) / 1e6);
    }

    /** What a check of the whole phase compares; none when it cannot be told. */
    OptionalDouble value(String metric) {
        return switch (metric) {
            case "p50" -> percentile(50);
            case "p90" -> percentile(90);
            case "p95" -> percentile(95);
            case "p99" -> percentile(99);
            case "max" -> percentile(100);
            case Metric.ERRORS -> errors();
            default -> OptionalDouble.empty();
        };
    }

    private OptionalDouble errors() {
        int seen = passed + failed;
        return seen == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * errors / seen);
    }
}
