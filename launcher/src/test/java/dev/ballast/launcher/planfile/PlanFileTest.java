package dev.ballast.launcher.planfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.probe.ProbeSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {
    private static final String UNTOUCHED = ". Nothing was touched";

    @TempDir private Path folder;

    private static PlanFile plan(String... lines) throws WrongPlan {
        return PlanFile.parse("p.yaml", text(lines), new MadeVocabulary());
    }

    private static String text(String... lines) {
        return "version: 1\n" + String.join("\n", lines) + "\n";
    }

    private static String mistake(String... lines) {
        return assertThrows(WrongPlan.class, () -> plan(lines)).getMessage();
    }

    private static List<String> words(PlanFile plan) {
        return plan.settings().stream()
                .map(set -> set.key() + set.value().map(value -> "=" + value).orElse(""))
                .toList();
    }

    @Test
    void readsValuesAsTheyAreWritten() throws Exception {
        PlanFile plan =
                plan(
                        "level: 90%",
                        "hold: \"1h30m\"",
                        "avoid-being-killed: -0500",
                        "stop-when: [psi-full>20%:10s, 'psi-some>50%']",
                        "target: {container: 0123}");
        assertEquals(
                List.of(
                        "level=90%",
                        "hold=1h30m",
                        "avoid-being-killed=-0500",
                        "stop-when=psi-full>20%:10s",
                        "stop-when=psi-some>50%"),
                words(plan));
        assertEquals(Map.of("container", "0123"), plan.target());
    }

    @Test
    void aSwitchThatIsOffSaysNothing() throws Exception {
        assertEquals(
                List.of("avoid-being-killed"),
                words(plan("host: false", "avoid-being-killed: true")));
    }

    @Test
    void aSingleValueMayStandForAListOfOne() throws Exception {
        assertEquals(List.of("stop-when=psi-full>1%"), words(plan("stop-when: psi-full>1%")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hold: 60 | 2:7: hold: `60` is not a time; write for example 30s, 10m or 1h30m",
                "hold: | 2:6: hold: the value is missing",
                "hold: [1s] | 2:7: hold: one value stands here, not a list",
                "stop-when: [psi, x] | 2:18: stop-when: `x` is no rule",
                "stop-when: {a: b} | 2:12: stop-when: one value stands here, not a mapping",
                "host: yes | 2:7: host: `yes` is neither true nor false",
                "avoidBeingKiled: true | 2:1: there is no key `avoidBeingKiled`; did you mean"
                        + " `avoid-being-killed`?",
                "colour: red | 2:1: there is no key `colour`",
                "detach: true | 2:1: detach: not here",
                "pid: 5 | 2:1: `pid` belongs under `target`",
                "{a: b}: 1 | 2:1: a key is a word, not a mapping",
                "target: 4711 | 2:9: target: write for example {pid: 4711} or {container: shop}, not"
                        + " `4711`",
                "target: {} | 2:9: target: nothing is in it",
                "target: {pod: a} | 2:10: target: there is no key `pod` in it, only container, pid;"
                        + " did you mean `pid`?",
                "probes: {} | 2:9: probes: a list stands here, such as [{http:"
                        + " \"http://localhost:8080/health\"}], not a mapping",
                "probes: [x] | 2:10: probes: one probe is for example {http:"
                        + " \"http://localhost:8080/health\"}, not `x`",
                "probes: [{}] | 2:10: a probe looks at exactly one of http, cmd, jvm and cgroup",
                "probes: [{cmd: a, jvm: }] | 2:19: a probe looks at exactly one of http, cmd, jvm"
                        + " and cgroup",
                "probes: [{cmd: a, chekcs: b}] | 2:19: there is no key `chekcs` of a probe; did you"
                        + " mean `checks`?",
                "probes: [{cmd: a, timeout: 5}] | 2:28: timeout: `5` is not a time; write for example"
                        + " 30s, 10m or 1h30m",
                "probes: [{cmd: a, checks: [exit==0, b]}] | 2:37: checks: `b` is not a check; write"
                        + " for example exit==0 or output~ok",
                "probes: [{jvm: gc-time<5}] | 2:16: jvm: `gc-time<5`: `5` is not a percentage; write"
                        + " for example 20%",
                "probes: [{cgroup: }] | 2:10: cgroup: a cgroup probe needs a check; write for example"
                        + " psi-full<10% or oom-kill==0",
                "hold: !!int 5 | 2:7: a tag (!) stands here, which is not read; write the value"
                        + " itself, in quotes",
                "hold: &a 5s | 2:7: an anchor (&) stands here, which is not read; write the value"
                        + " itself, in quotes",
                "hold: a: b | 2:8: not YAML: mapping values are not allowed here; a value with `: `"
                        + " in it needs quotes",
                "hold: @a | 2:7: not YAML: found character '@' that cannot start any token while"
                        + " scanning for the next token; a value that begins with it needs quotes",
                "stop-when: [a | 3:1: not YAML: expected ',' or ']', but got <stream end> while"
                        + " parsing a flow sequence; a bracket is not closed, or a comma is missing",
                "hold: \"\\e[2J\" | 2:7: a control character is in this value"
            })
    void placesAMistake(String line, String words) {
        String message = mistake(line).lines().findFirst().orElseThrow();
        String end = words.endsWith("?") ? " Nothing was touched" : UNTOUCHED;
        boolean isFirstOfMore = message.equals("p.yaml:" + words);
        assertTrue(isFirstOfMore || message.equals("p.yaml:" + words + end), message);
    }

    @Test
    void saysWhatIsThereTwiceOrExcludesEachOther() {
        assertEquals(
                """
                p.yaml:4:1: `level` cannot be there beside `add` in line 2
                p.yaml:5:1: `hold` is there twice, first in line 3
                2 mistakes. Nothing was touched""",
                mistake("add: 5MiB", "hold: 1s", "level: 5%", "hold: 2s"));
    }

    @Test
    void twoProbesOfOneNameAreAMistake() {
        assertEquals(
                "p.yaml:4:3: the probe in line 3 has the name `a`, too" + UNTOUCHED,
                mistake("probes:", "- {cmd: x, name: a}", "- {cmd: y, name: a}"));
    }

    @Test
    void listsTheFirstTwentyMistakesInTheOrderOfTheFile() {
        String[] lines = new String[30];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "what-" + i + ": 1";
        }
        List<String> said = mistake(lines).lines().toList();
        assertEquals(21, said.size());
        assertEquals("p.yaml:2:1: there is no key `what-0`", said.get(0));
        assertEquals("p.yaml:21:1: there is no key `what-19`", said.get(19));
        assertEquals("30 mistakes, of which the first 20 are shown" + UNTOUCHED, said.get(20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hold: 5s | 1:1: `version: 1` is missing; begin the plan with it",
                "version: 2 | 1:10: version: this launcher reads version 1, not `2`",
                "version: [1] | 1:10: version: this launcher reads version 1, not a list",
                "- a | 1:1: a plan has keys and values, such as `version: 1`, and is not a list",
                "# a | 1:1: nothing is in this file; a plan begins with `version: 1`",
                "'' | 1:1: nothing is in this file; a plan begins with `version: 1`"
            })
    void aPlanBeginsWithItsVersion(String text, String words) {
        WrongPlan wrong =
                assertThrows(
                        WrongPlan.class,
                        () -> PlanFile.parse("p.yaml", text, new MadeVocabulary()));
        assertEquals("p.yaml:" + words + UNTOUCHED, wrong.getMessage());
    }

    @Test
    void refusesASecondDocumentAndDeepNesting() {
        assertTrue(mistake("---", "version: 1").contains("2:1: a second document begins here"));
        assertTrue(mistake("a: " + "[".repeat(20)).contains("nested deeper than any plan is"));
    }

    @Test
    void refusesACheckThatIsTooLongToBeOne() {
        String check = "output~" + "(".repeat(20_000);
        assertEquals(
                "p.yaml:2:27: checks: a check has at most 1000 characters, not the 20007 of "
                        + check.substring(0, 40)
                        + "..."
                        + UNTOUCHED,
                mistake("probes: [{cmd: a, checks: '" + check + "'}]"));
    }

    @Test
    void makesTheProbesThatAreDescribed() throws Exception {
        PlanFile plan =
                plan(
                        "probes:",
                        "- http: http://localhost:8080/",
                        "  checks: [status==200, body~\"U P\"]",
                        "  name: health",
                        "  in: container",
                        "  retries: 2",
                        "- jvm: gc-time<20%",
                        "  checks: threads<500",
                        "- cgroup:",
                        "  checks: oom-kill==0");
        assertEquals(
                List.of(
                        "http:http://localhost:8080/ status==200 \"body~\\\"U P\\\"\" name=health"
                                + " in=container retries=2",
                        "jvm: gc-time<20% threads<500 name=jvm-2",
                        "cgroup: oom-kill==0 name=cgroup-3"),
                plan.probes().stream().map(ProbeSpec::text).toList());
    }

    @Test
    void readsAFileThatBeginsWithAByteOrderMark() throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), "\ufeff" + text("hold: 5s"));
        assertEquals(List.of("hold=5s"), words(PlanFile.read(file, new MadeVocabulary())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nonexistent/p.yaml", "/proc", "/dev/zero", "/bin/sh"})
    void refusesWhatIsNoFileOfAPlan(String file) {
        WrongPlan wrong =
                assertThrows(
                        WrongPlan.class, () -> PlanFile.read(Path.of(file), new MadeVocabulary()));
        String message = wrong.getMessage();
        boolean isKnown =
                List.of("there is no such file", "is a folder", "has more than 64 KiB").stream()
                        .anyMatch(message::contains);
        assertTrue(isKnown && message.startsWith(file) && message.endsWith(UNTOUCHED), message);
    }

    @Test
    void saysWhereAFileIsNoText() throws Exception {
        byte[] latin1 = text("hold: \u00e4").getBytes(StandardCharsets.ISO_8859_1);
        byte[] binary = text("hold: \0").getBytes(StandardCharsets.UTF_8);
        for (byte[] bytes : List.of(latin1, binary)) {
            Path file = Files.write(folder.resolve("p.yaml"), bytes);
            WrongPlan wrong =
                    assertThrows(WrongPlan.class, () -> PlanFile.read(file, new MadeVocabulary()));
            assertEquals(file + ":2:7: this is no text in UTF-8" + UNTOUCHED, wrong.getMessage());
        }
    }
}
