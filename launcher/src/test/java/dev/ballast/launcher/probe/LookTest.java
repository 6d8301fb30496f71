package dev.ballast.launcher.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LookTest {
    private static Look judge(String probe, Observation observation) {
        return Look.judge(ProbeSpec.parse(probe, 1), observation);
    }

    private static Observation answer(String name, double value) {
        return new Observation.Answer(Map.of(name, value, "latency", 0.2), Map.of("body", "UP 1"));
    }

    @Test
    void passesWhatFits() {
        Look look = judge("http:http://h/ status==200 body~^UP", answer("status", 200));
        assertEquals(new Look(Look.State.PASSED, OptionalDouble.of(0.2), ""), look);
    }

    @Test
    void saysTheValueAndWhatWasExpected() {
        Look look = judge("http:http://h/ status==200", answer("status", 503));
        assertEquals(Look.State.FAILED, look.state());
        assertEquals("status 503, expected status==200", look.words());
    }

    @Test
    void comparesTextsByPattern() {
        assertEquals(
                Look.State.FAILED, judge("http:http://h/ body!~UP", answer("status", 200)).state());
        assertEquals(
                Look.State.PASSED,
                judge("http:http://h/ \"body==UP 1\"", answer("status", 200)).state());
    }

    @Test
    void takesNoAnswerForAFailure() {
        Observation silence = new Observation.Silence("no answer within 1 s", Duration.ZERO);
        assertEquals(Look.State.FAILED, judge("http:http://h/ p99<1s", silence).state());
        assertEquals(Look.State.PASSED, judge("http:http://h/ errors<5%", silence).state());
    }

    @Test
    void keepsWhatCouldNotBeSeenApart() {
        Look look = judge("http:http://h/", new Observation.Unseen("no such host"));
        assertEquals(new Look(Look.State.UNSEEN, OptionalDouble.empty(), "no such host"), look);
        assertEquals(
                Look.State.UNSEEN,
                judge("jvm: threads<9", new Observation.Answer(Map.of(), Map.of())).state());
    }

    @Test
    void saysWhyANumberIsMissing() {
        Observation answer =
                new Observation.Answer(
                        Map.of(), Map.of(Observation.Answer.WHY_NOT_MORE, "-XX:-UsePerfData"));
        assertEquals(
                "threads is not known: -XX:-UsePerfData", judge("jvm: threads<9", answer).words());
    }

    /** A problem that was found counts for more than one that could not be looked for. */
    @Test
    void failsWhenOneCheckFailsAndAnotherIsUnknown() {
        Look look = judge("jvm: direct<9MiB threads<9", answer("threads", 10));
        assertEquals(Look.State.FAILED, look.state());
    }

    @Test
    void comparesAShareOfTheMaximum() {
        Observation answer = new Observation.Answer(Map.of("heap", 5e8, "heap%", 81.0), Map.of());
        assertEquals("heap 81.0 %, expected heap<80%", judge("jvm: heap<80%", answer).words());
        assertEquals(Look.State.PASSED, judge("jvm: heap<500MiB", answer).state());
    }
}
