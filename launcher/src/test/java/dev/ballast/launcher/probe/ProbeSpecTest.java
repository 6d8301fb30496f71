package dev.ballast.launcher.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeSpecTest {
    @Test
    void readsAUrlWithChecksAndSettings() {
        ProbeSpec spec =
                ProbeSpec.parse(
                        "http:http://localhost:8080/health?a=b status==200 p99<250ms name=health"
                                + " in=container mode=onchaos timeout=500ms interval=2s retries=2"
                                + " weight=0.5",
                        1);
        assertEquals("health", spec.name());
        assertEquals(
                new Subject.Http(URI.create("http://localhost:8080/health?a=b")), spec.subject());
        assertEquals(List.of("status==200", "p99<250ms"), spec.checkWords());
        assertEquals(Place.CONTAINER, spec.place());
        assertEquals(Mode.ON_CHAOS, spec.mode());
        assertEquals(Duration.ofMillis(500), spec.timeout());
        assertEquals(Duration.ofSeconds(2), spec.interval());
        assertEquals(2, spec.retries());
        assertEquals(0.5, spec.weight());
    }

    @Test
    void takesWhatStandsInQuotesForOneWord() {
        ProbeSpec spec = ProbeSpec.parse("cmd:\"grep -q \\\"a b\\\" /f\" output~'x y'", 1);
        assertEquals("cmd:grep -q \"a b\" /f", spec.subject().words());
        assertEquals(List.of("output~x y"), spec.checkWords());
    }

    @Test
    void checksWhatIsUsualWhereNothingIsSaid() {
        assertEquals(
                List.of("status<400"), ProbeSpec.parse("http:http://localhost/", 1).checkWords());
        assertEquals(List.of("exit==0"), ProbeSpec.parse("cmd:true", 1).checkWords());
    }

    @Test
    void namesAProbeByItsKindAndNumber() {
        assertEquals("jvm-3", ProbeSpec.parse("jvm: threads<9", 3).name());
    }

    @Test
    void tellsChecksOfALookFromThoseOfAPhase() {
        ProbeSpec spec = ProbeSpec.parse("http:http://h/ status==200 errors<1%", 1);
        assertEquals(1, spec.checksOfLook().size());
        assertEquals(1, spec.checksOfPhase().size());
        assertTrue(spec.countsErrors());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp:x | names no kind of probe",
                "http:localhost:8080 | is not a URL of http or https",
                "http:http://u:p@host/ | without a user",
                "http:http://host:99999/ | is not a URL of http or https",
                "http:http://h/ stats==200 | http probes know status, latency, body",
                "http:http://h/ status~2 | ~ is for texts",
                "http:http://h/ body<2 | is a text",
                "http:http://h/ body~( | not a regular expression",
                "http:http://h/ p99<250 | is not a time",
                "http:http://h/ status | is not a check",
                "http:http://h/ mode=Always | there are SOT, EOT, Edge, Continuous and OnChaos",
                "http:http://h/ timeout=0 | is from 10 ms to 1 h",
                "http:http://h/ timeout=9 | is not a time",
                "http:http://h/ retries=x | is a number up to 100",
                "http:http://h/ colour=red | is no setting of a probe",
                "http:http://h/ name=a/b | a probe's name has",
                "http:http://h/ in=pod | is host or container",
                "jvm: | needs a check",
                "jvm:x | has nothing but checks behind",
                "jvm: threads<9 in=container | always looks from the host",
                "jvm: gc-time<20 | is not a percentage",
                "cmd:\"a | a quote is not closed",
                "cmd: | needs a command"
            })
    void saysWhatIsWrong(String text, String words) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> ProbeSpec.parse(text, 1))
                        .getMessage();
        assertTrue(message.contains(words), message);
    }
}
