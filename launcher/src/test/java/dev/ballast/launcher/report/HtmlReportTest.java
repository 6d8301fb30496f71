package dev.ballast.launcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as text: what is in it, and what can never be. */
class HtmlReportTest {
    /** Everything a browser would treat as markup. */
    private static String body(String page) {
        return page.substring(page.indexOf("<body>"), page.indexOf("<script type="));
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    @ParameterizedTest
    @CsvSource({
        "SURVIVED, survived",
        "DEGRADED, degraded",
        "KILLED, killed",
        "INCONCLUSIVE, inconclusive"
    })
    void saysTheVerdictByWordIconAndColor(String verdict, String kind) throws Exception {
        Map<String, Object> result = MadeResults.survived();
        MadeResults.part(result, "trial").put("verdict", verdict);
        String page = HtmlReport.of(result);
        assertTrue(page.contains("<strong id=\"verdict\">" + verdict + "</strong>"));
        assertTrue(page.contains("<use href=\"#icon-" + kind + "\"/>"));
        assertTrue(page.contains("class=\"hero " + kind + "\""));
        assertTrue(page.contains("<symbol id=\"icon-" + kind + "\""));
        assertTrue(page.contains("<title>" + verdict + " "));
    }

    @Test
    void saysThatNobodyHasJudgedARunWithoutATrial() throws Exception {
        Map<String, Object> result = MadeResults.survived();
        result.put("trial", null);
        String page = HtmlReport.of(result);
        assertTrue(page.contains(">NO VERDICT<"));
        assertTrue(page.contains("The run ended: held. Nobody has judged it."));
    }

    @Test
    void takesAnUnknownVerdictForNone() throws Exception {
        Map<String, Object> result = MadeResults.survived();
        MadeResults.part(result, "trial").put("verdict", "\"><b>SURVIVED");
        assertTrue(HtmlReport.of(result).contains(">NO VERDICT<"));
    }

    @Test
    void saysWhetherItWasAsExpected() throws Exception {
        assertTrue(HtmlReport.of(MadeResults.degraded()).contains("not as expected (SURVIVED)"));
        Map<String, Object> result = MadeResults.degraded();
        MadeResults.part(result, "trial").put("expected", "DEGRADED");
        MadeResults.part(result, "trial").put("asExpected", true);
        String page = body(HtmlReport.of(result));
        assertTrue(page.contains("as expected"));
        assertFalse(page.contains("not as expected"));
        assertFalse(body(HtmlReport.of(MadeResults.survived())).contains("as expected"));
    }

    @Test
    void tellsWhatFailedFromWhatCouldNotLook() throws Exception {
        String page = body(HtmlReport.of(MadeResults.degraded()));
        assertTrue(page.contains("55 passed, 3 failed, 2 could not look"));
        assertTrue(page.contains("<use href=\"#icon-unseen\"/></svg>could not look</span>"));
        assertTrue(page.contains("<use href=\"#icon-failed\"/></svg>failed</span>"));
        assertTrue(page.contains("1 failed, 1 could not look"));
        assertTrue(page.contains("1 more failure<"));
    }

    @Test
    void namesWhomTheOomKillerTook() throws Exception {
        String page = body(HtmlReport.of(MadeResults.killed()));
        assertTrue(
                page.contains(
                        "Process 20763 (java), the target, by the container&#39;s limit (memory"
                                + " cgroup /docker/4bd0a1); the kernel&#39;s log names it"));
        assertFalse(page.contains("none was seen"));
        assertTrue(page.contains("gone with the JVM"));
    }

    @Test
    void saysThatScoresWereNotRestored() throws Exception {
        Map<String, Object> result = MadeResults.survived();
        MadeResults.part(result, "guard").put("restored", false);
        MadeResults.part(result, "guard").put("leftPids", List.of(4711, 4712));
        String page = body(HtmlReport.of(result));
        assertTrue(page.contains("not all scores are restored, left: PID 4711, 4712"));
        assertFalse(page.contains("every score is restored"));
    }

    @Test
    void saysHowToRunItAgain() throws Exception {
        String page = body(HtmlReport.of(MadeResults.survived()));
        assertTrue(
                page.contains(
                        "java -jar launcher.jar attach 20763 --level 90% --hold 60s"
                                + " --avoid-being-killed --probe"));
        assertTrue(page.contains("another one"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>alert(1)</script>",
                "<!--<script>",
                "\" onmouseover=\"alert(1)",
                "' onmouseover='alert(1)",
                "{{{policy}}}",
                "\u2028\u2029\u202e\u0000\u001b[31m",
                "&lt;b&gt;"
            })
    void writesHostileTextSoThatItStaysText(String hostile) throws Exception {
        String friendly = HtmlReport.of(MadeResults.withEveryText("friendly"));
        String page = HtmlReport.of(MadeResults.withEveryText(hostile));
        for (String part : List.of("<script", "</script", "<!--", "<b>", " onmouseover=\"")) {
            assertEquals(count(friendly, part), count(page, part), part);
        }
        assertEquals(count(body(friendly), "<"), count(body(page), "<"));
        assertEquals(count(body(friendly), "\""), count(body(page), "\""));
        assertTrue(
                page.chars()
                        .noneMatch(
                                c -> c < ' ' && c != '\n' || "\u2028\u2029\u202e".indexOf(c) >= 0));
    }

    @Test
    void makesAPageOfNothing() throws Exception {
        String page = HtmlReport.of(Map.of());
        assertTrue(page.contains(">NO VERDICT<"));
        assertTrue(page.contains("JVM unknown"));
        assertTrue(page.contains("No timeline was recorded."));
    }

    /** Each field, and each field of its objects, once missing and once of another kind. */
    @ParameterizedTest
    @ValueSource(strings = {"missing", "null", "text", "list", "number", "object"})
    void makesAPageWhateverIsMissing(String how) throws Exception {
        for (String name : MadeResults.brief().keySet()) {
            Map<String, Object> result = MadeResults.brief();
            spoil(result, name, how);
            assertTrue(HtmlReport.of(result).contains("</html>"), name);
            if (MadeResults.brief().get(name) instanceof Map<?, ?> fields) {
                for (Object field : fields.keySet()) {
                    Map<String, Object> other = MadeResults.brief();
                    spoil(MadeResults.part(other, name), (String) field, how);
                    assertTrue(HtmlReport.of(other).contains("</html>"), name + "." + field);
                }
            }
        }
    }

    private static void spoil(Map<String, Object> fields, String name, String how) {
        switch (how) {
            case "missing" -> fields.remove(name);
            case "null" -> fields.put(name, null);
            case "text" -> fields.put(name, "text");
            case "list" -> fields.put(name, List.of(List.of(), Map.of(), "text", 1));
            case "number" -> fields.put(name, Double.NEGATIVE_INFINITY);
            default -> fields.put(name, Map.of("some", "thing"));
        }
    }

    @Test
    void leavesOutSeriesWithoutAValue() throws Exception {
        Map<String, Object> result = MadeResults.whole();
        List<Object> empty = new ArrayList<>();
        empty.add(null);
        empty.add(null);
        result.put(
                "timeline",
                Map.of(
                        "bucketSeconds",
                        1,
                        "series",
                        List.of(
                                series("direct", "direct memory", "bytes", empty),
                                series("rss", "VmRSS", "bytes", List.of(1 << 20)))));
        String page = HtmlReport.of(result);
        assertFalse(page.contains("direct memory"));
        assertTrue(page.contains("VmRSS always 1.0 MiB"));
        assertFalse(page.contains("id=\"chart-latency\""));
    }

    private static Map<String, Object> series(
            String name, String title, String unit, List<Object> values) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", name);
        fields.put("title", title);
        fields.put("unit", unit);
        fields.put("values", values);
        return fields;
    }

    @Test
    void namesNothingOutsideOfItself() throws Exception {
        String page = HtmlReport.of(MadeResults.whole());
        Matcher address = Pattern.compile("(?:src|href|action)=\"([^\"]*)\"").matcher(page);
        List<String> outside = new ArrayList<>();
        while (address.find()) {
            String to = address.group(1);
            if (!to.startsWith("#") && !to.equals("data:,")) {
                outside.add(to);
            }
        }
        assertEquals(List.of(), outside);
        assertFalse(page.contains("@import"));
        assertFalse(page.contains("url(http"));
    }

    @Test
    void bringsTheLicenceOfWhatItContains() throws Exception {
        assertTrue(HtmlReport.of(Map.of()).contains("The MIT License (MIT)"));
    }

    @Test
    void staysSmallWithAsManyValuesAsThereCanBe() throws Exception {
        int kilobytes = HtmlReport.of(MadeResults.large()).length() / 1000;
        assertTrue(kilobytes < 600, kilobytes + " kB");
    }
}
