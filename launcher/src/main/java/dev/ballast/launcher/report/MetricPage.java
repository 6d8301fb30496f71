package dev.ballast.launcher.report;

import dev.ballast.launcher.proc.UntrustedText;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** One scrape in the making: metrics of one target, in Prometheus' text format. */
final class MetricPage {
    /** Text, UTF-8, format 0.0.4. */
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final Labels target;
    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
    private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();

    /**
     * @param target labels that every value gets, so that the files of two runs can be read
     *     together
     */
    MetricPage(Labels target) {
        this.target = target;
    }

    void gauge(String name, String help, double value) {
        gauge(name, help, Labels.EMPTY, value);
    }

    /** Left out when there is no value: it is unknown, and not 0. */
    void gauge(String name, String help, OptionalDouble value) {
        value.ifPresent(known -> gauge(name, help, known));
    }

    void gauge(String name, String help, Labels labels, double value) {
        gauges.computeIfAbsent(name, key -> GaugeSnapshot.builder().name(key).help(help))
                .dataPoint(
                        GaugeDataPointSnapshot.builder()
                                .labels(target.merge(labels))
                                .value(value)
                                .build());
    }

    /**
     * @param name without the {@code _total} that the format puts behind it
     */
    void counter(String name, String help, Labels labels, double value) {
        counters.computeIfAbsent(name, key -> CounterSnapshot.builder().name(key).help(help))
                .dataPoint(
                        CounterDataPointSnapshot.builder()
                                .labels(target.merge(labels))
                                .value(value)
                                .build());
    }

    /** A label whose value somebody else may have chosen. */
    static Labels label(String name, String value) {
        return Labels.of(name, UntrustedText.printable(value));
    }

    byte[] bytes() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
        counters.values().forEach(counter -> all.metricSnapshot(counter.build()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.builder()
                    .build()
                    .write(bytes, all.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException ofMemory) {
            throw new UncheckedIOException(ofMemory);
        }
        return bytes.toByteArray();
    }
}
