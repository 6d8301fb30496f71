package dev.ballast.launcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.probe.MadeReports;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.trial.Expected;
import dev.ballast.launcher.trial.MadeTrial;
import dev.ballast.launcher.trial.TrialResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Read back by the parser of Maven's own report, and held against the schema's rules. */
class JUnitXmlTest {
    /** What the schema of Jenkins' xUnit plugin allows on each element; * is required. */
    private static final Map<String, Set<String>> ATTRIBUTES =
            Map.of(
                    "testsuite",
                    Set.of(
                            "name*",
                            "tests*",
                            "failures",
                            "errors",
                            "skipped",
                            "time",
                            "timestamp",
                            "hostname"),
                    "properties",
                    Set.of(),
                    "property",
                    Set.of("name*", "value*"),
                    "testcase",
                    Set.of("name*", "classname", "time"),
                    "failure",
                    Set.of("message", "type"),
                    "error",
                    Set.of("message", "type"),
                    "skipped",
                    Set.of("message"),
                    "system-out",
                    Set.of(),
                    "system-err",
                    Set.of());

    @TempDir private Path temporary;

    private MadeTrial trial;

    @BeforeEach
    void makeTrial() {
        trial = new MadeTrial(temporary);
    }

    private static MadeReports health() {
        return new MadeReports("http:http://localhost:1/ name=health status==200")
                .passed(Phase.BEFORE, 3, 0.01);
    }

    private static ProbeReport failing() {
        return health().passed(Phase.DURING, 3, 0.02)
                .failed(Phase.DURING, 12.34, "status 503, expected status==200")
                .failed(Phase.DURING, 13.3, "connection refused")
                .made();
    }

    private static ReportTestSuite read(String xml) throws Exception {
        List<ReportTestSuite> suites =
                new TestSuiteXmlParser(new NullConsoleLogger())
                        .parse(
                                new InputStreamReader(
                                        new ByteArrayInputStream(
                                                xml.getBytes(StandardCharsets.UTF_8)),
                                        StandardCharsets.UTF_8));
        assertEquals(1, suites.size());
        return suites.get(0);
    }

    private static ReportTestSuite read(TrialResult result) throws Exception {
        String xml = JUnitXml.of(result, Map.of("HOSTNAME", "ci-7"));
        checkSchema(xml);
        ReportTestSuite suite = read(xml);
        assertEquals("ballast", suite.getName());
        return suite;
    }

    private static ReportTestCase one(ReportTestSuite suite, String fullName) {
        return suite.getTestCases().stream()
                .filter(found -> found.getFullName().equals(fullName))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + fullName + ": " + suite));
    }

    private static void assertCounts(
            ReportTestSuite suite, int tests, int failures, int errors, int skipped) {
        assertEquals(
                List.of(tests, failures, errors, skipped),
                List.of(
                        suite.getNumberOfTests(),
                        suite.getNumberOfFailures(),
                        suite.getNumberOfErrors(),
                        suite.getNumberOfSkipped()));
    }

    private static Element root(String xml) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    private static List<Element> children(Element of) {
        List<Element> children = new ArrayList<>();
        for (Node at = of.getFirstChild(); at != null; at = at.getNextSibling()) {
            if (at instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static void checkSchema(String xml) throws Exception {
        Element suite = root(xml);
        assertEquals("testsuite", suite.getTagName());
        checkAttributes(suite);
        String order = String.join(",", children(suite).stream().map(Element::getTagName).toList());
        assertTrue(order.matches("properties(,testcase)*,system-out,system-err"), order);
        String form = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d";
        assertTrue(suite.getAttribute("timestamp").matches(form), suite.getAttribute("timestamp"));
        Map<String, Integer> ends = new HashMap<>();
        for (Element test : children(suite)) {
            if (test.getTagName().equals("testcase")) {
                List<Element> ways = children(test);
                assertTrue(ways.size() <= 1, () -> "several ends of one test: " + ways);
                ways.forEach(end -> ends.merge(end.getTagName(), 1, Integer::sum));
            }
        }
        assertEquals(suite.getAttribute("failures"), "" + ends.getOrDefault("failure", 0));
        assertEquals(suite.getAttribute("errors"), "" + ends.getOrDefault("error", 0));
        assertEquals(suite.getAttribute("skipped"), "" + ends.getOrDefault("skipped", 0));
    }

    private static void checkAttributes(Element element) {
        Set<String> allowed = ATTRIBUTES.get(element.getTagName());
        Set<String> required = new HashSet<>();
        for (String name : allowed) {
            if (name.endsWith("*")) {
                required.add(name.substring(0, name.length() - 1));
            }
        }
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            String name = attribute.getNodeName();
            assertTrue(
                    allowed.contains(name) || required.contains(name),
                    () -> element.getTagName() + " has " + name);
            required.remove(name);
            if (name.equals("time")) {
                String time = attribute.getNodeValue();
                assertTrue(time.matches("[0-9]+\\.[0-9]{3}"), time);
            }
        }
        assertEquals(Set.of(), required, element.getTagName());
        children(element).forEach(JUnitXmlTest::checkAttributes);
    }

    @Test
    void aRunThatWentWellIsAllGreen() throws Exception {
        ReportTestSuite suite =
                read(trial.probe(health().passed(Phase.DURING, 9, 0.1).made()).made());
        assertCounts(suite, 3, 0, 0, 0);
        assertEquals(66.5f, suite.getTimeElapsed());
        assertEquals(62f, one(suite, "ballast.fault").getTime());
        assertEquals(66.5f, one(suite, "ballast.health").getTime());
        assertTrue(one(suite, "ballast.survived").isSuccessful());
    }

    @Test
    void theSuiteSaysWhereWhenAndWithWhat() throws Exception {
        String xml = JUnitXml.of(trial.probe(failing()).made(), Map.of("HOSTNAME", "ci-7"));
        Element suite = root(xml);
        assertEquals("ci-7", suite.getAttribute("hostname"));
        assertEquals("2026-11-01T10:20:30", suite.getAttribute("timestamp"));
        Map<String, String> properties = new HashMap<>();
        for (Element property : children(children(suite).get(0))) {
            properties.put(property.getAttribute("name"), property.getAttribute("value"));
        }
        assertEquals("degraded", properties.get("verdict"));
        assertEquals("60 of 100", properties.get("score"));
        assertEquals("--level 90% (460.8 MiB, 90.0 % of the limit)", properties.get("level"));
        assertEquals("460.8 MiB (90.0 % of the limit)", properties.get("peak"));
        assertEquals(
                "every probe passed after 1.5 s; memory was back after 200 ms",
                properties.get("recovery"));
        assertTrue(
                xml.contains("probe health: 2 of 5 looks failed: status 503"),
                "the reasons are in system-out");
    }

    @Test
    void withoutAHostnameItIsLocalhost() throws Exception {
        assertEquals(
                "localhost", root(JUnitXml.of(trial.made(), Map.of())).getAttribute("hostname"));
    }

    @Test
    void aFailedProbeIsAFailureWithItsFirstFailures() throws Exception {
        ReportTestSuite suite = read(trial.probe(failing()).made());
        assertCounts(suite, 3, 2, 0, 0);
        ReportTestCase probe = one(suite, "ballast.health");
        assertTrue(probe.hasFailure());
        assertEquals(
                "2 of 5 looks failed: status 503, expected status==200", probe.getFailureMessage());
        assertTrue(
                probe.getFailureDetail().contains("at 13.3 s (during): connection refused"),
                probe.getFailureDetail());
        assertTrue(one(suite, "ballast.fault").isSuccessful());
        assertTrue(one(suite, "ballast.survived").hasFailure());
    }

    @Test
    void aProbeThatCouldNotLookIsSkippedWithTheReason() throws Exception {
        ReportTestSuite suite =
                read(
                        trial.probe(
                                        new MadeReports("jvm: name=heap gc-time<20%")
                                                .unseen(Phase.DURING, "gc-time is not known")
                                                .made())
                                .made());
        assertCounts(suite, 3, 0, 0, 2);
        assertEquals(
                "it could not look: gc-time is not known",
                one(suite, "ballast.heap").getFailureMessage());
    }

    @Test
    void aFaultThatIsNotConfirmedIsAFailureWithTheEvidence() throws Exception {
        ReportTestCase fault =
                one(
                        read(trial.notReached().ended(Outcome.INCONCLUSIVE, "no room").made()),
                        "ballast.fault");
        assertEquals("the run was inconclusive: no room", fault.getFailureMessage());
        assertTrue(fault.getFailureDetail().contains("the level was not reached"));
        assertTrue(fault.getFailureDetail().contains("the kernel's count up to 460.8 MiB"));
    }

    @Test
    void memoryThatWasNotGivenBackIsAFailureOfTheFault() throws Exception {
        ReportTestCase fault = one(read(trial.notReleased().made()), "ballast.fault");
        assertTrue(fault.hasFailure());
        assertTrue(fault.getFailureDetail().contains("has not confirmed"));
    }

    @Test
    void aRunThatTheUserStoppedIsNotGreen() throws Exception {
        TrialResult result = trial.ended(Outcome.STOPPED, "").made();
        ReportTestSuite suite = read(result);
        assertEquals(6, result.exitCode());
        assertEquals(
                "the run was stopped by the user", one(suite, "ballast.fault").getFailureMessage());
    }

    @Test
    void aProbeMayBeNamedLikeATestCaseOfTheRun() throws Exception {
        ReportTestSuite suite =
                read(
                        trial.probe(
                                        new MadeReports("http:http://localhost:1/ name=fault")
                                                .failed(Phase.DURING, 1, "refused")
                                                .made())
                                .made());
        assertTrue(one(suite, "ballast.fault").isSuccessful());
        assertTrue(one(suite, "ballast.fault (probe)").hasFailure());
    }

    @Test
    void aRunThatFailedIsAnError() throws Exception {
        ReportTestSuite suite = read(trial.ended(Outcome.FAILED, "no such socket").made());
        assertEquals(1, suite.getNumberOfErrors());
        ReportTestCase fault = one(suite, "ballast.fault");
        assertTrue(fault.hasError());
        assertEquals("the run failed: no such socket", fault.getFailureMessage());
    }

    @Test
    void aKilledJvmIsRedWithoutAnyProbe() throws Exception {
        ReportTestSuite suite = read(trial.killed().made());
        assertCounts(suite, 2, 1, 0, 0);
        assertTrue(one(suite, "ballast.survived").hasFailure());
    }

    @Test
    void anExpectedKillIsGreenThoughProbesFailed() throws Exception {
        TrialResult result = trial.probe(failing()).killed().expecting(Expected.KILLED).made();
        ReportTestSuite suite = read(result);
        assertEquals(0, result.exitCode());
        assertCounts(suite, 3, 0, 0, 1);
        assertTrue(one(suite, "ballast.expected").isSuccessful());
        assertTrue(
                one(suite, "ballast.health")
                        .getFailureMessage()
                        .startsWith(
                                "failed, as is to be expected of a run that is to end killed: "));
    }

    @Test
    void anotherEndThanTheExpectedOneIsAFailure() throws Exception {
        ReportTestSuite suite = read(trial.expecting(Expected.OOME).made());
        ReportTestCase expected = one(suite, "ballast.expected");
        assertTrue(expected.hasFailure());
        assertTrue(expected.getFailureMessage().startsWith("expected oome, but: "));
        assertFalse(JUnitXml.of(trial.made()).contains("\"survived\" classname"));
    }

    @Test
    void whatXmlForbidsAndWhatIsMarkupIsInNoText() throws Exception {
        String hostile =
                "]]></failure><x a=\"1\">&#0;\u0000\u001b[2J\u0085\ud800\ufffe\uffff\u202e";
        StringBuilder endless = new StringBuilder("x");
        while (endless.length() < 100_000) {
            endless.append(hostile);
        }
        TrialResult result =
                trial.in(hostile)
                        .probe(health().failed(Phase.DURING, 1, hostile + endless).made())
                        .ended(Outcome.INCONCLUSIVE, hostile + endless)
                        .made();
        String xml = JUnitXml.of(result, Map.of("HOSTNAME", hostile));
        assertCounts(read(result), 3, 3, 0, 0);
        assertEquals("]]></failure><x a=\"1\">&#0; [2J", root(xml).getAttribute("hostname"));
        assertTrue(xml.length() < 100_000, () -> "is " + xml.length() + " long");
    }

    @Test
    void everyCharacterThatIsLeftIsOneThatXmlHas() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
            all.appendCodePoint(codePoint);
            if (all.length() > 10_000) {
                assertIsXml(XmlTree.cleaned(all.toString()));
                all.setLength(0);
            }
        }
        assertIsXml(XmlTree.cleaned(all.toString()));
        assertIsXml(XmlTree.cleaned("x\udc00\ud800y"));
    }

    /** XML 1.0, production 2. */
    private static void assertIsXml(String text) {
        text.codePoints()
                .forEach(
                        c ->
                                assertTrue(
                                        c == 9
                                                || c == 10
                                                || c == 13
                                                || c >= 0x20 && c <= 0xd7ff
                                                || c >= 0xe000 && c <= 0xfffd
                                                || c >= 0x10000,
                                        () -> "U+" + Integer.toHexString(c)));
    }
}
