package dev.ballast.launcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.probe.MadeReports;
import dev.ballast.launcher.probe.ProbeNow;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Series;
import dev.ballast.launcher.trial.Expected;
import dev.ballast.launcher.trial.MadeTrial;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    /** One value of the text format 0.0.4: name, labels, number. */
    private static final Pattern VALUE =
            Pattern.compile(
                    "([a-z_]+)\\{([a-z]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"(?:,[a-z]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\")*)\\}"
                            + " (\\d+(?:\\.\\d+)?(?:E-?\\d+)?)");

    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-z_]+) ([^\n]+)");

    @TempDir private Path temporary;

    private MadeTrial trial;

    @BeforeEach
    void makeTrial() {
        trial = new MadeTrial(temporary);
    }

    private Metrics metrics() throws IOException {
        return new Metrics(trial.plan(), Instant.ofEpochMilli(1500));
    }

    /** Values by name and labels; each name has its HELP and TYPE before its values, once. */
    private static Map<String, Double> read(byte[] page) {
        Map<String, Double> values = new LinkedHashMap<>();
        Set<String> explained = new HashSet<>();
        String current = "";
        String text = new String(page, StandardCharsets.UTF_8);
        assertTrue(text.endsWith("\n"));
        for (String line : text.split("\n")) {
            Matcher comment = COMMENT.matcher(line);
            if (comment.matches()) {
                assertTrue(explained.add(comment.group(1) + comment.group(2)), line);
                current = comment.group(2);
                boolean isCounter = comment.group(3).equals("counter");
                assertTrue(
                        comment.group(1).equals("HELP") || current.endsWith("_total") == isCounter,
                        line);
                continue;
            }
            Matcher value = VALUE.matcher(line);
            assertTrue(value.matches(), () -> "no value: " + line);
            assertEquals(current, value.group(1));
            Double before =
                    values.put(
                            value.group(1) + "{" + value.group(2) + "}",
                            Double.parseDouble(value.group(3)));
            assertEquals(null, before, line);
        }
        return values;
    }

    private static ProbeNow probe(String name, Boolean isPassing, double seconds, int failures) {
        return new ProbeNow(
                name,
                Optional.ofNullable(isPassing),
                OptionalDouble.of(seconds),
                "words",
                failures);
    }

    private static OptionalDouble none(Series series) {
        return OptionalDouble.empty();
    }

    @Test
    void givesBaseUnits() throws IOException {
        Map<Series, Double> measured =
                Map.of(
                        Series.USE, 483183821.0,
                        Series.PSI_FULL, 12.5,
                        Series.PAUSE, 0.25,
                        Series.THREADS, 42.0);
        Map<String, Double> values =
                read(
                        metrics()
                                .during(
                                        series ->
                                                measured.containsKey(series)
                                                        ? OptionalDouble.of(measured.get(series))
                                                        : OptionalDouble.empty(),
                                        List.of()));
        assertEquals(483183821.0, values.get("ballast_use_bytes{pid=\"4711\"}"));
        assertEquals(0.125, values.get("ballast_pressure_full_ratio{pid=\"4711\"}"));
        assertEquals(0.25, values.get("ballast_safepoint_pause_seconds{pid=\"4711\"}"));
        assertEquals(42.0, values.get("ballast_java_threads{pid=\"4711\"}"));
        assertEquals(1.0, values.get("ballast_running{pid=\"4711\"}"));
        assertEquals(1.5, values.get("ballast_start_timestamp_seconds{pid=\"4711\"}"));
        assertEquals(483183820.0, values.get("ballast_level_wanted_bytes{pid=\"4711\"}"));
        assertFalse(values.containsKey("ballast_held_bytes{pid=\"4711\"}"), "unknown is not 0");
    }

    @Test
    void knowsEverySeries() throws Exception {
        Set<Series> asked = new HashSet<>();
        metrics()
                .during(
                        series -> {
                            asked.add(series);
                            return OptionalDouble.empty();
                        },
                        List.of());
        Set<Series> all = new HashSet<>();
        for (Field field : Series.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                all.add((Series) field.get(null));
            }
        }
        all.remove(Series.USE_PEAK); // its newest value is the one of USE
        assertEquals(all, asked);
    }

    @Test
    void aProbeThatCouldNotLookIsNeitherUpNorDown() throws IOException {
        Map<String, Double> values =
                read(
                        metrics()
                                .during(
                                        MetricsTest::none,
                                        List.of(
                                                probe("health", true, 0.01, 0),
                                                probe("orders", false, 1.5, 3),
                                                probe("heap", null, 0, 0))));
        assertEquals(1.0, values.get("ballast_probe_up{pid=\"4711\",probe=\"health\"}"));
        assertEquals(0.0, values.get("ballast_probe_up{pid=\"4711\",probe=\"orders\"}"));
        assertFalse(values.containsKey("ballast_probe_up{pid=\"4711\",probe=\"heap\"}"));
        assertEquals(
                1.5, values.get("ballast_probe_latency_seconds{pid=\"4711\",probe=\"orders\"}"));
        assertEquals(
                3.0, values.get("ballast_probe_failures_total{pid=\"4711\",probe=\"orders\"}"));
    }

    @Test
    void aHostileContainerIsOneLabelInOneLine() throws IOException {
        trial.in("a\"b\\c\n} 1\nballast_x 2\u2028\u001b\ud800");
        Map<String, Double> values = read(metrics().idle(true));
        assertTrue(
                values.containsKey(
                        "ballast_running{container=\"a\\\"b\\\\c } 1 ballast_x 2\",pid=\"4711\"}"),
                values::toString);
    }

    @Test
    void theEndHasTheVerdictAndNothingOfTheMoment() throws IOException {
        trial.probe(
                        new MadeReports("http:http://localhost:1/ name=health status==200")
                                .passed(Phase.DURING, 3, 0.5)
                                .failed(Phase.DURING, 3, "refused")
                                .made())
                .throwing(2)
                .expecting(Expected.DEGRADED);
        Map<String, Double> values =
                read(metrics().ended(trial.made(), List.of(probe("health", true, 0.01, 1))));
        assertEquals(1.0, values.get("ballast_verdict{pid=\"4711\",verdict=\"degraded\"}"));
        assertEquals(0.0, values.get("ballast_verdict{pid=\"4711\",verdict=\"survived\"}"));
        assertEquals(75.0, values.get("ballast_score{pid=\"4711\"}"));
        assertEquals(0.0, values.get("ballast_exit_code{pid=\"4711\"}"));
        assertEquals(1.0, values.get("ballast_as_expected{expected=\"degraded\",pid=\"4711\"}"));
        assertEquals(0.0, values.get("ballast_running{pid=\"4711\"}"));
        assertEquals(1.0, values.get("ballast_fault_confirmed{pid=\"4711\"}"));
        assertEquals(60.0, values.get("ballast_level_held_seconds{pid=\"4711\"}"));
        assertEquals(2.0, values.get("ballast_out_of_memory_errors_total{pid=\"4711\"}"));
        assertEquals(1.0, values.get("ballast_probe_up{pid=\"4711\",probe=\"health\"}"));
        assertEquals(
                1793528496.9, values.get("ballast_end_timestamp_seconds{pid=\"4711\"}"), 0.001);
        assertFalse(values.containsKey("ballast_use_bytes{pid=\"4711\"}"));
    }

    @Test
    void aKilledJvmHasNoRecovery() throws IOException {
        Map<String, Double> values = read(metrics().ended(trial.killed().made(), List.of()));
        assertEquals(3.0, values.get("ballast_exit_code{pid=\"4711\"}"));
        assertEquals(1.0, values.get("ballast_oom_kills_total{pid=\"4711\"}"));
        assertFalse(values.containsKey("ballast_recovery_memory_seconds{pid=\"4711\"}"));
        assertFalse(values.containsKey("ballast_score{pid=\"4711\"}"));
    }
}
