package dev.ballast.launcher.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http:http://localhost:8080/a?b=c&d=%20 status==200 p99<250ms name=health",
                "http:http://[::1]:80/ body~\\d+\\s\"U'P\" in=container name='two words'",
                "cmd:\"a \\\"b\\\" \\\\ 'c'  $d\" exit==0 output~\"x y\" error!~z",
                "cmd:true timeout=1.001ms1s interval=0.5m retries=7 weight=0.25",
                "cmd:true mode=edge weight=1000 timeout=1h",
                "cmd:true weight=0",
                "cmd:\"a\u2003b\nc\"",
                "cmd:\"ends with \\\\\" output~\"\\\\\\\\ \\\"\"",
                "\"jvm: \" gc-time<20% heap<80% oome==0 mode=OnChaos",
                "cgroup: psi-full<=10% use<1GiB mode=EOT"
            })
    void saysAllOfAProbeInWordsThatMakeTheSameProbe(String written) {
        ProbeSpec probe = ProbeSpec.parse(written, 3);
        ProbeSpec again = ProbeSpec.parse(probe.text(), 99);
        assertEquals(probe.text(), again.text());
        assertEquals(probe.checkWords(), again.checkWords());
        assertEquals(probe.subject(), again.subject());
        assertEquals(probe.name(), again.name());
        assertEquals(probe.place(), again.place());
        assertEquals(probe.mode(), again.mode());
        assertEquals(probe.timeout(), again.timeout());
        assertEquals(probe.interval(), again.interval());
        assertEquals(probe.retries(), again.retries());
        assertEquals(probe.weight(), again.weight());
    }

    @ParameterizedTest
    @CsvSource({
        "cmd:true, cmd:true exit==0 name=cmd-1",
        "cmd:true timeout=2000ms mode=continuous, cmd:true exit==0 name=cmd-1",
        "'cmd:\"a b\" retries=2', '\"cmd:a b\" exit==0 name=cmd-1 retries=2'"
    })
    void leavesOutWhatIsUsual(String written, String text) {
        assertEquals(text, ProbeSpec.parse(written, 1).text());
    }
}
