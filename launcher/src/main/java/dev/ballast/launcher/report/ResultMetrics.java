package dev.ballast.launcher.report;

import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.trial.Recovery;
import dev.ballast.launcher.trial.TrialResult;
import dev.ballast.launcher.trial.Verdict;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a run ended with, as metrics. */
final class ResultMetrics {
    private final MetricPage page;

    private ResultMetrics(MetricPage page) {
        this.page = page;
    }

    static void add(MetricPage page, TrialResult result) {
        ResultMetrics metrics = new ResultMetrics(page);
        metrics.verdict(result);
        metrics.level(result.result());
        metrics.effects(result);
        result.recovery().ifPresent(metrics::recovery);
    }

    private void verdict(TrialResult result) {
        Verdict verdict = result.verdict();
        for (Verdict.Kind kind : Verdict.Kind.values()) {
            page.gauge(
                    "ballast_verdict",
                    "What the run means: 1 for the verdict that it came to.",
                    Labels.of("verdict", kind.name().toLowerCase(Locale.ROOT)),
                    Metrics.number(kind == verdict.kind()));
        }
        page.gauge(
                "ballast_exit_code",
                "Exit code of the run, 0 when all is well.",
                result.exitCode());
        page.gauge(
                "ballast_score",
                "Weighted mean of the probes that could look, from 0 to 100 points.",
                verdict.score());
        verdict.expected()
                .ifPresent(
                        expected ->
                                page.gauge(
                                        "ballast_as_expected",
                                        "1 when the run came to the end that was expected.",
                                        Labels.of("expected", expected.words()),
                                        Metrics.number(verdict.isAsExpected())));
        page.gauge(
                "ballast_fault_confirmed",
                "1 when the memory was really there, and is really given back.",
                Metrics.number(verdict.isFaultConfirmed()));
        page.gauge(
                "ballast_end_timestamp_seconds",
                "When the run was over, in seconds since 1970.",
                result.timeline().start().toEpochMilli() / 1e3 + result.timeline().seconds());
    }

    private void level(Result result) {
        page.gauge(
                "ballast_level_reached_after_seconds",
                "From the first byte to the level; absent when it was not reached.",
                seconds(result.reachedAfter()));
        page.gauge(
                "ballast_level_held_seconds",
                "From the moment the level was reached to the release.",
                result.heldFor().toNanos() / 1e9);
        page.gauge(
                "ballast_level_within_ratio",
                "Part of the hold in which the level was within 1 % of the limit.",
                result.heldPart());
        page.gauge(
                "ballast_level_backed_off_bytes",
                "Use that the level was lowered to; absent when it was not.",
                bytes(result.backedOffTo()));
        page.gauge(
                "ballast_use_peak_bytes",
                "Highest use that cannot be reclaimed.",
                result.peakUse().bytes());
        page.gauge(
                "ballast_held_peak_bytes",
                "Most that ballast held in the JVM.",
                result.peakHeld().bytes());
        page.gauge(
                "ballast_fuse_peak_bytes",
                "Most that the relief fuse held.",
                result.peakFuse().bytes());
    }

    private void effects(TrialResult all) {
        Result result = all.result();
        page.gauge(
                "ballast_released",
                "1 when nothing is held any more, as the agent has confirmed.",
                Metrics.number(result.isReleased()));
        page.gauge(
                "ballast_stall_longest_seconds",
                "Longest time in which the JVM stood still.",
                result.stalls().longest().toNanos() / 1e9);
        count(
                "ballast_stalls",
                "Times that the JVM stood still for 0.1 s.",
                result.stalls().count());
        count("ballast_reliefs", "Times that the fuse was cut at the limit.", result.reliefs());
        count(
                "ballast_oom_kills",
                "Processes that the OOM killer took meanwhile, as far as the run concerned them.",
                result.ooms().killed().size() + result.ooms().unnamed());
        all.errors()
                .count()
                .ifPresent(
                        thrown ->
                                count(
                                        "ballast_out_of_memory_errors",
                                        "OutOfMemoryErrors that the JVM has thrown meanwhile.",
                                        thrown));
    }

    private void recovery(Recovery recovery) {
        page.gauge(
                "ballast_recovery_probes_seconds",
                "Until every probe passed again; absent when they did not.",
                recovery.areProbesAsked() ? seconds(recovery.probes()) : OptionalDouble.empty());
        page.gauge(
                "ballast_recovery_memory_seconds",
                "Until the use was back where it was; absent when it was not.",
                seconds(recovery.memory()));
    }

    private void count(String name, String help, double value) {
        page.counter(name, help, Labels.EMPTY, value);
    }

    private static OptionalDouble seconds(Optional<Duration> time) {
        return time.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(time.get().toNanos() / 1e9);
    }

    private static OptionalDouble bytes(Optional<ByteSize> size) {
        return size.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(size.get().bytes());
    }
}
