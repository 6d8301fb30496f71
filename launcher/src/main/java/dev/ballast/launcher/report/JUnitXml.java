package dev.ballast.launcher.report;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.probe.Failure;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Timeline;
import dev.ballast.launcher.trial.Expected;
import dev.ballast.launcher.trial.TrialResult;
import dev.ballast.launcher.trial.Verdict;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import javax.xml.stream.XMLStreamException;

/**
 * A result as JUnit writes it, which every CI server reads: one test suite, one test case for the
 * fault, one for each probe, and one for the end: {@code expected} when an end was asked for, else
 * {@code survived}, without which a JVM that was killed with no probe looking would be all green.
 */
public final class JUnitXml {
    /** Also what readers take for the class: they make a suite of each class. */
    private static final String SUITE = "ballast";

    private static final String FAULT = "fault";
    private static final String EXPECTED = "expected";
    private static final String SURVIVED = "survived";
    private static final int FAILURES_SHOWN = 10;

    private final TrialResult trial;
    private final Result result;
    private final Verdict verdict;

    private JUnitXml(TrialResult trial) {
        this.trial = trial;
        this.result = trial.result();
        this.verdict = trial.verdict();
    }

    /** The whole document. */
    public static String of(TrialResult trial) {
        return of(trial, System.getenv());
    }

    static String of(TrialResult trial, Map<String, String> environment) {
        try {
            XmlTree xml = new XmlTree();
            new JUnitXml(trial).write(xml, environment.getOrDefault("HOSTNAME", "localhost"));
            return xml.document();
        } catch (XMLStreamException ofMemory) {
            throw new IllegalStateException(ofMemory);
        }
    }

    /** How a test case ended. */
    private enum End {
        PASSED(""),
        FAILED("failure"),
        BROKEN("error"),
        SKIPPED("skipped");

        private final String element;

        End(String element) {
            this.element = element;
        }
    }

    /**
     * A test case.
     *
     * @param type of what is found when it does not pass
     * @param brief and {@code text} say why it did not pass
     */
    private record Case(
            String type, String name, double seconds, End end, String brief, String text) {}

    private void write(XmlTree xml, String host) throws XMLStreamException {
        List<Case> cases = new ArrayList<>();
        cases.add(fault());
        trial.probes().forEach(probe -> cases.add(of(probe)));
        cases.add(verdict.expected().map(this::expected).orElseGet(this::survived));
        xml.begin(
                "testsuite",
                "name",
                SUITE,
                "timestamp",
                timestamp(trial.timeline()),
                "hostname",
                host,
                "tests",
                Integer.toString(cases.size()),
                "failures",
                count(cases, End.FAILED),
                "errors",
                count(cases, End.BROKEN),
                "skipped",
                count(cases, End.SKIPPED),
                "time",
                seconds(trial.timeline().seconds()));
        properties(xml);
        for (Case each : cases) {
            write(xml, each);
        }
        xml.element("system-out", verdict.sentence() + "\n" + lines(verdict.reasons()));
        xml.element("system-err", "");
        xml.end();
    }

    private static String count(List<Case> cases, End end) {
        return Long.toString(cases.stream().filter(each -> each.end() == end).count());
    }

    /** In UTC; the format knows neither zones nor parts of a second. */
    private static String timestamp(Timeline.View timeline) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                timeline.start().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    private void properties(XmlTree xml) throws XMLStreamException {
        xml.begin("properties");
        for (Map.Entry<String, String> property : TrialWords.facts(trial).entrySet()) {
            xml.begin("property", "name", property.getKey(), "value", property.getValue());
            xml.end();
        }
        xml.end();
    }

    private static void write(XmlTree xml, Case of) throws XMLStreamException {
        xml.begin("testcase", "name", of.name(), "classname", SUITE, "time", seconds(of.seconds()));
        if (of.end() == End.SKIPPED) {
            xml.begin(of.end().element, "message", of.brief());
            xml.end();
        } else if (of.end() != End.PASSED) {
            xml.element(of.end().element, of.text(), "message", of.brief(), "type", of.type());
        }
        xml.end();
    }

    /** Reached, held, really there, and given back. */
    private Case fault() {
        boolean isCutShort =
                result.outcome() == Outcome.STOPPED || result.outcome() == Outcome.STOPPED_BY_RULE;
        boolean wasHeld = result.outcome() != Outcome.INCONCLUSIVE && !isCutShort;
        End end =
                result.outcome() == Outcome.FAILED
                        ? End.BROKEN
                        : verdict.isFaultConfirmed() && wasHeld ? End.PASSED : End.FAILED;
        String why = result.reason().isEmpty() ? "" : ": " + result.reason();
        String brief =
                wasHeld && end == End.FAILED
                        ? "the memory is not confirmed to have been there, and to be given back"
                                + why
                        : "the run " + runWords() + why;
        return new Case(
                "FaultNotConfirmed",
                FAULT,
                watched(phase -> phase == Phase.DURING),
                end,
                brief,
                brief + "\n" + lines(verdict.evidence()));
    }

    private String runWords() {
        return result.outcome() == Outcome.FAILED ? "failed" : "was " + result.outcome().words();
    }

    /** How long this or that phase took. */
    private double watched(Predicate<Phase> phases) {
        return trial.timeline().phases().stream()
                .filter(span -> phases.test(span.phase()))
                .mapToDouble(
                        span ->
                                (Double.isNaN(span.toSeconds())
                                                ? trial.timeline().seconds()
                                                : span.toSeconds())
                                        - span.fromSeconds())
                .sum();
    }

    private Case of(ProbeReport probe) {
        return new Case(
                "ProbeFailed",
                name(probe),
                watched(probe.spec().mode()::isIn),
                end(probe),
                brief(probe),
                text(probe));
    }

    /** The probe's own, unless the run has a test case of that name. */
    private static String name(ProbeReport probe) {
        String name = probe.spec().name();
        return List.of(FAULT, EXPECTED, SURVIVED).contains(name) ? name + " (probe)" : name;
    }

    private End end(ProbeReport probe) {
        return switch (probe.state()) {
            case HELD -> End.PASSED;
            case UNSEEN -> End.SKIPPED;
            case FAILED -> isFailureExpected() ? End.SKIPPED : End.FAILED;
        };
    }

    /** A run that came to the bad end that was asked for exits with 0, and is not red either. */
    private boolean isFailureExpected() {
        return verdict.expected().filter(end -> end != Expected.SURVIVED).isPresent()
                && verdict.isAsExpected();
    }

    private String brief(ProbeReport probe) {
        String finding = TrialWords.finding(probe);
        return probe.state() == ProbeReport.State.FAILED && isFailureExpected()
                ? "failed, as is to be expected of a run that is to end "
                        + verdict.expected().orElseThrow().words()
                        + ": "
                        + finding
                : finding;
    }

    private static String text(ProbeReport probe) {
        StringBuilder text = new StringBuilder(lines(probe.findings()));
        text.append("looks at ").append(probe.spec().subject().words());
        text.append(", expects ").append(String.join(", ", probe.spec().checkWords()));
        text.append("\nlooks that failed in all: ").append(probe.failureCount());
        for (Failure failure : probe.failures().stream().limit(FAILURES_SHOWN).toList()) {
            text.append("\nat ").append(TrialWords.when(failure)).append(": ");
            text.append(failure.words());
        }
        return text.append('\n').toString();
    }

    private Case expected(Expected end) {
        String brief = "expected " + end.words() + ", but: " + verdict.sentence();
        return end(EXPECTED, verdict.isAsExpected() ? End.PASSED : End.FAILED, brief);
    }

    private Case survived() {
        End end =
                switch (verdict.kind()) {
                    case SURVIVED -> End.PASSED;
                    case INCONCLUSIVE -> End.SKIPPED;
                    case DEGRADED, KILLED -> End.FAILED;
                };
        return end(SURVIVED, end, verdict.sentence());
    }

    private Case end(String name, End end, String brief) {
        return new Case(
                "NotAsExpected", name, 0, end, brief, brief + "\n" + lines(verdict.reasons()));
    }

    private static String lines(List<String> words) {
        return words.isEmpty() ? "" : String.join("\n", words) + "\n";
    }
}
