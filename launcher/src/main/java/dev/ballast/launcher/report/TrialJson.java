package dev.ballast.launcher.report;

import dev.ballast.launcher.probe.Failure;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.probe.Tally;
import dev.ballast.launcher.timeline.Column;
import dev.ballast.launcher.timeline.Event;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Timeline;
import dev.ballast.launcher.trial.Environment;
import dev.ballast.launcher.trial.Recovery;
import dev.ballast.launcher.trial.TrialResult;
import dev.ballast.launcher.trial.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** All of a run for machines; docs/result.schema.json describes it. */
public final class TrialJson {
    /**
     * A byte in 100 MiB, a microsecond in 100 s: more is noise in a file that people send around.
     */
    private static final MathContext DIGITS = new MathContext(8);

    private TrialJson() {}

    public static String of(TrialResult trial) throws IOException {
        return ResultJson.write(fields(trial));
    }

    /** As they are written. */
    public static Map<String, Object> fields(TrialResult trial) {
        Map<String, Object> fields = ResultJson.fields(trial.result());
        fields.put("exitCode", trial.exitCode());
        fields.put("trial", verdict(trial.verdict()));
        fields.put("startedAt", trial.timeline().start().toString());
        fields.put("durationSeconds", rounded(trial.timeline().seconds()));
        fields.put("phases", trial.timeline().phases().stream().map(TrialJson::phase).toList());
        fields.put("probes", trial.probes().stream().map(TrialJson::probe).toList());
        fields.put("recovery", trial.recovery().map(TrialJson::recovery).orElse(null));
        Map<String, Object> errors = new LinkedHashMap<>();
        errors.put("before", number(trial.errors().before()));
        errors.put("after", number(trial.errors().after()));
        errors.put("unknown", trial.errors().whyUnknown().orElse(null));
        fields.put("outOfMemoryErrors", errors);
        fields.put("timeline", timeline(trial.timeline()));
        fields.put("environment", environment(trial.environment()));
        fields.put("command", trial.command());
        return fields;
    }

    private static Map<String, Object> verdict(Verdict verdict) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("verdict", verdict.kind().name());
        fields.put("sentence", verdict.sentence());
        fields.put("reasons", verdict.reasons());
        fields.put("faultConfirmed", verdict.isFaultConfirmed());
        fields.put("faultEvidence", verdict.evidence());
        fields.put("score", rounded(verdict.score()));
        fields.put("expected", verdict.expected().map(Enum::name).orElse(null));
        fields.put("asExpected", verdict.expected().isPresent() ? verdict.isAsExpected() : null);
        return fields;
    }

    private static Map<String, Object> phase(Timeline.Span span) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", span.phase().words());
        fields.put("fromSeconds", rounded(span.fromSeconds()));
        fields.put("toSeconds", rounded(span.toSeconds()));
        return fields;
    }

    private static Map<String, Object> probe(ProbeReport probe) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", probe.spec().name());
        fields.put("subject", probe.spec().subject().words());
        fields.put("place", probe.spec().place().name());
        fields.put("mode", probe.spec().mode().words());
        fields.put("checks", probe.spec().checkWords());
        fields.put("weight", probe.spec().weight());
        fields.put("state", probe.state().name());
        fields.put("score", rounded(probe.score()));
        fields.put("findings", probe.findings());
        Map<String, Object> phases = new LinkedHashMap<>();
        for (Phase phase : Phase.values()) {
            phases.put(phase.words(), tally(probe.tallies().get(phase)));
        }
        fields.put("phases", phases);
        fields.put("failureCount", probe.failureCount());
        fields.put("failures", probe.failures().stream().map(TrialJson::failure).toList());
        return fields;
    }

    private static Map<String, Object> tally(Tally tally) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("looks", tally.looks());
        fields.put("passed", tally.passed());
        fields.put("failed", tally.failed());
        fields.put("unseen", tally.unseen());
        if (tally.answers() == 0) {
            fields.put("latency", null);
            return fields;
        }
        Map<String, Object> latency = new LinkedHashMap<>();
        latency.put("count", tally.answers());
        latency.put("p50Seconds", rounded(tally.percentile(50)));
        latency.put("p90Seconds", rounded(tally.percentile(90)));
        latency.put("p99Seconds", rounded(tally.percentile(99)));
        latency.put("maxSeconds", rounded(tally.percentile(100)));
        fields.put("latency", latency);
        return fields;
    }

    private static Map<String, Object> failure(Failure failure) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("atSeconds", rounded(failure.seconds()));
        fields.put("phase", failure.phase().words());
        fields.put("words", failure.words());
        return fields;
    }

    private static Map<String, Object> recovery(Recovery recovery) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("isComplete", recovery.isComplete());
        fields.put(
                "probesSeconds",
                ResultJson.seconds(
                        recovery.areProbesAsked() ? recovery.probes() : Optional.empty()));
        fields.put("memorySeconds", ResultJson.seconds(recovery.memory()));
        fields.put("aboveBytes", recovery.above().bytes());
        fields.put("words", recovery.words());
        return fields;
    }

    private static Map<String, Object> timeline(Timeline.View view) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bucketSeconds", rounded(view.intervalSeconds()));
        fields.put(
                "series",
                view.columns().stream()
                        .filter(column -> !column.isEmpty())
                        .map(TrialJson::column)
                        .toList());
        fields.put("events", view.events().stream().map(TrialJson::event).toList());
        fields.put("eventsLeftOut", view.unkept());
        return fields;
    }

    private static Map<String, Object> column(Column column) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", column.series().name());
        fields.put("title", column.series().title());
        fields.put("unit", column.series().unit().name().toLowerCase(Locale.ROOT));
        List<Number> values = new ArrayList<>();
        for (double value : column.values()) {
            values.add(rounded(value));
        }
        fields.put("values", values);
        return fields;
    }

    private static Map<String, Object> event(Event event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("atSeconds", rounded(event.seconds()));
        fields.put("kind", event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        fields.put("words", event.words());
        return fields;
    }

    private static Map<String, Object> environment(Environment environment) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ballast", environment.ballast().orElse(null));
        fields.put("launcherJava", environment.launcherJava());
        fields.put("kernel", environment.kernel());
        fields.put("processors", environment.processors());
        fields.put("hostMemoryBytes", environment.hostMemory().bytes());
        fields.put("cgroup", environment.cgroup());
        fields.put("jvm", environment.jvm().orElse(null));
        fields.put("main", environment.main().orElse(null));
        return fields;
    }

    private static Number rounded(OptionalDouble value) {
        return value.isPresent() ? rounded(value.getAsDouble()) : null;
    }

    private static Long number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /** Null for what is not a number. */
    private static Number rounded(double value) {
        if (Double.isNaN(value)) {
            return null;
        }
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            return (long) value;
        }
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }
}
