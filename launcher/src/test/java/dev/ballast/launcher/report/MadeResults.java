package dev.ballast.launcher.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results of runs that nobody has run, in the shape that a run writes. */
final class MadeResults {
    private MadeResults() {}

    /** Every field of a result, without series; {@code result.json}. */
    static Map<String, Object> whole() throws IOException {
        try (InputStream file = MadeResults.class.getResourceAsStream("result.json")) {
            return JSON.std.mapFrom(file);
        }
    }

    static Map<String, Object> survived() throws IOException {
        Map<String, Object> result = whole();
        result.put("timeline", survivedTimeline(1425));
        return result;
    }

    /** The same with a value a second or so. */
    static Map<String, Object> brief() throws IOException {
        Map<String, Object> result = whole();
        result.put("timeline", survivedTimeline(64));
        return result;
    }

    private static Map<String, Object> survivedTimeline(int buckets) {
        return new MadeTimeline(buckets, 100)
                .memory()
                .pressure()
                .latency("health", 0.004, 0.19)
                .latency("orders", 0.021, 0.35)
                .with(
                        List.of(
                                event(4.9, "guard-on", "OOM score -1000 set on 3 processes"),
                                event(5.1, "attached", "agent loaded into JVM 20763"),
                                event(5.6, "level-reached", "level reached after 600 ms"),
                                event(29.2, "relief", "fuse cut by 24.0 MiB, the limit was near"),
                                event(31.4, "probe-failed", "health failed: status is 503"),
                                event(66.0, "released", "memory given back"),
                                event(66.4, "guard-off", "every score restored")));
    }

    static Map<String, Object> degraded() throws IOException {
        Map<String, Object> result = survived();
        Map<String, Object> trial = part(result, "trial");
        trial.put("verdict", "DEGRADED");
        trial.put(
                "sentence",
                "The JVM survived 60 s at 90 % of its 512.0 MiB limit; health failed 3 of 60 looks,"
                        + " and held again 400 ms after the release.");
        trial.put("score", 78.4);
        trial.put("expected", "SURVIVED");
        trial.put("asExpected", false);
        return result;
    }

    /** Memory of which each kind was measured once. */
    static Map<String, Object> withBytes(Map<String, Long> sizes) throws IOException {
        List<Object> series = new ArrayList<>();
        sizes.forEach(
                (name, size) ->
                        series.add(
                                Map.of(
                                        "name",
                                        name,
                                        "title",
                                        name,
                                        "unit",
                                        "bytes",
                                        "values",
                                        List.of(size))));
        Map<String, Object> result = whole();
        result.put("timeline", Map.of("bucketSeconds", 1, "series", series, "events", List.of()));
        return result;
    }

    /** By the OOM killer, 41 s after the start. */
    static Map<String, Object> killed() throws IOException {
        Map<String, Object> result = whole();
        result.put("outcome", "TARGET_KILLED");
        result.put("exitCode", 3);
        result.put("reason", "process 20763 (java), the target, was taken by the OOM killer");
        result.put("heldSeconds", 35.6);
        result.put("released", false);
        result.put("rssAfterBytes", null);
        result.put("protectScore", null);
        result.put("guard", null);
        result.put("recovery", recovery(false, "the JVM is gone, nothing recovered"));
        Map<String, Object> trial = part(result, "trial");
        trial.put("verdict", "KILLED");
        trial.put(
                "sentence",
                "The OOM killer took the JVM 35.6 s after it had reached 90 % of its 512.0 MiB"
                        + " limit.");
        trial.put("score", 0);
        trial.put("reasons", List.of("the kernel's log names process 20763 (java)"));
        Map<String, Object> killed = new LinkedHashMap<>();
        killed.put("pid", 20763);
        killed.put("name", "java");
        killed.put("who", "target");
        killed.put("scope", "CONTAINER");
        killed.put("limit", "/docker/4bd0a1");
        killed.put("evidence", "KERNEL_LOG");
        result.put("oom", Map.of("killed", List.of(killed), "unnamed", 0, "limitMet", 4));
        result.put(
                "phases",
                List.of(phase("before", 0, 5), phase("during", 5, 41.2), phase("after", 41.2, 46)));
        result.put(
                "timeline",
                new MadeTimeline(1425, 41.2)
                        .memory()
                        .pressure()
                        .latency("health", 0.004, 2.5)
                        .with(List.of(event(41.2, "oom-kill", "process 20763 (java) killed"))));
        return result;
    }

    /** What ended before anything could be seen. */
    static Map<String, Object> nearlyEmpty() throws IOException {
        Map<String, Object> result = new LinkedHashMap<>();
        for (String name : whole().keySet()) {
            result.put(name, null);
        }
        result.put("pid", 20763);
        result.put("outcome", "FAILED");
        result.put("reason", "attach to JVM 20763: it has ended; nothing was changed");
        Map<String, Object> trial = new LinkedHashMap<>();
        trial.put("verdict", "INCONCLUSIVE");
        trial.put("sentence", "Nothing can be said: the JVM ended before the level was reached.");
        result.put("trial", trial);
        result.put("probes", List.of());
        return result;
    }

    /** As large as a result becomes: 4096 buckets, 16 series, many events. */
    static Map<String, Object> large() throws IOException {
        Map<String, Object> result = degraded();
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            events.add(event(5 + i * 0.2, "relief", "fuse cut by 2.0 MiB, the limit was near"));
        }
        result.put(
                "timeline",
                new MadeTimeline(4096, 100)
                        .memory()
                        .pressure()
                        .latency("health", 0.004, 0.19)
                        .with(events));
        return result;
    }

    /** Every text replaced by that one, in every object and list. */
    static Map<String, Object> withEveryText(String hostile) throws IOException {
        Map<String, Object> result = degraded();
        part(result, "guard").put("leftPids", List.of(hostile));
        @SuppressWarnings("unchecked")
        Map<String, Object> replaced = (Map<String, Object>) replaced(result, hostile);
        part(replaced, "trial").put("verdict", "DEGRADED");
        return replaced;
    }

    private static Object replaced(Object value, String hostile) {
        if (value instanceof Map<?, ?> fields) {
            Map<String, Object> copy = new LinkedHashMap<>();
            fields.forEach((name, field) -> copy.put((String) name, kept(name, field, hostile)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> item == null ? null : replaced(item, hostile))
                    .toList();
        }
        return value instanceof String ? hostile : value;
    }

    /** Units and the names of series stay: what they say is which chart is drawn. */
    private static Object kept(Object name, Object field, String hostile) {
        boolean isKey = name.equals("unit") || (name.equals("values"));
        return isKey ? field : replaced(field, hostile);
    }

    static Map<String, Object> event(double at, String kind, String words) {
        return Map.of("atSeconds", at, "kind", kind, "words", words);
    }

    private static Map<String, Object> phase(String name, double from, double to) {
        return Map.of("name", name, "fromSeconds", from, "toSeconds", to);
    }

    private static Map<String, Object> recovery(boolean isComplete, String words) {
        Map<String, Object> recovery = new LinkedHashMap<>();
        recovery.put("isComplete", isComplete);
        recovery.put("probesSeconds", null);
        recovery.put("memorySeconds", null);
        recovery.put("words", words);
        return recovery;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> part(Map<String, Object> result, String name) {
        return (Map<String, Object>) result.get(name);
    }
}
