package dev.ballast.launcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ballast.launcher.experiment.StopRequest;
import dev.ballast.launcher.planfile.Key;
import dev.ballast.launcher.planfile.PlanFile;
import dev.ballast.launcher.planfile.WrongPlan;
import dev.ballast.launcher.probe.ProbeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of plans: the schema, the manual and the example. */
class PlanDocumentsTest {
    private static final Path DOCS = Path.of(System.getProperty("basedir"), "../docs");
    private static final Path EXAMPLE = DOCS.resolve("plan-example.yaml");

    /** Keys of a plan that are no options. */
    private static final Set<String> OWN = Set.of("version", "target", "probes");

    private static final AttachVocabulary VOCABULARY =
            new AttachVocabulary(
                    Main.commandLine(new StopRequest(), AttachWords.ATTACH)
                            .getSubcommands()
                            .get(AttachWords.ATTACH)
                            .getCommandSpec());

    @TempDir private Path folder;

    private static String schemaText() throws IOException {
        return Files.readString(DOCS.resolve("plan.schema.json"));
    }

    private static List<Error> against(String yaml) throws IOException {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(schemaText());
        return schema.validate(yaml, InputFormat.YAML);
    }

    /** The names of the properties of the object that this path leads to. */
    private static Set<String> properties(String... path) throws IOException {
        Map<?, ?> at = JSON.std.mapFrom(schemaText());
        for (String name : path) {
            at = (Map<?, ?>) at.get(name);
        }
        Set<String> names = new TreeSet<>();
        ((Map<?, ?>) at.get("properties")).keySet().forEach(name -> names.add((String) name));
        return names;
    }

    private static Set<String> with(Set<String> names, Set<String> more) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(more);
        return all;
    }

    @Test
    void theSchemaHasTheKeysThatAPlanMayHave() throws Exception {
        assertEquals(with(VOCABULARY.options().keySet(), OWN), properties());
        assertEquals(
                new TreeSet<>(VOCABULARY.target().keySet()), properties("properties", "target"));
        assertEquals(
                with(
                        Set.copyOf(ProbeSpec.Builder.SETTINGS),
                        Set.of("http", "cmd", "jvm", "cgroup", "checks")),
                properties("$defs", "probe"));
    }

    @Test
    void theManualsTableHasTheKeysThatAPlanMayHave() throws Exception {
        Set<String> named = new TreeSet<>();
        Pattern key = Pattern.compile("`([a-z-]+)`");
        for (String line : Files.readAllLines(DOCS.resolve("plan.md"))) {
            if (line.startsWith("| `")) {
                Matcher keys = key.matcher(line.split("\\|")[1]);
                while (keys.find()) {
                    named.add(keys.group(1));
                }
            }
        }
        assertEquals(with(VOCABULARY.options().keySet(), OWN), named);
    }

    @Test
    void theManualShowsTheExampleAndWhatIsSaidOfMistakes() throws Exception {
        String manual = Files.readString(DOCS.resolve("plan.md"));
        assertTrue(manual.contains("```yaml\n" + Files.readString(EXAMPLE) + "```"));
        String wrong =
                "version: 1\nlevel: 90%\nhold: 60\navoid-being-kiled: true\n"
                        + "probes:\n  - jvm: gc-time<20\n";
        String said = assertThrows(WrongPlan.class, () -> read(wrong)).getMessage();
        assertTrue(manual.contains(said.replace(folder + "/", "") + "\n```"), said);
    }

    @Test
    void theExampleIsAPlan() throws Exception {
        assertEquals(List.of(), against(Files.readString(EXAMPLE)));
        PlanFile plan = PlanFile.read(EXAMPLE, VOCABULARY);
        assertEquals(4, plan.probes().size());
        assertFalse(plan.target().isEmpty());
    }

    private PlanFile read(String yaml) throws IOException {
        return PlanFile.read(Files.writeString(folder.resolve("plan.yaml"), yaml), VOCABULARY);
    }

    /** What the launcher thinks of a line of a plan, and what an editor does. */
    private void assertAgreeOn(String line, boolean isRight) throws IOException {
        String yaml = "version: 1\n" + line + "\n";
        List<String> said = new ArrayList<>();
        try {
            read(yaml);
        } catch (WrongPlan wrong) {
            said.add(wrong.getMessage());
        }
        assertEquals(isRight, said.isEmpty(), line + said);
        List<Error> errors = against(yaml);
        assertEquals(isRight, errors.isEmpty(), line + errors);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "level: 90%",
                "level: 1.5 GiB",
                "add: 1000000",
                "add: 5kb",
                "reserve: 100MI",
                "rate: 200MiB/s",
                "rate: 5MB",
                "hold: 0",
                "hold: 1h30m",
                "timeout: 250.5ms",
                "area: direct",
                "avoid-being-killed: true",
                "avoid-being-killed: -1000",
                "scores-by: choom",
                "stop-when: oom-kill",
                "stop-when: [psi-full>20.5%:10s, 'free-host<0']",
                "host: false",
                "expect: oome",
                "json: '-'",
                "metrics-port: 9400",
                "target: {pid: 4711}",
                "target: {container: shop, pid: 7, main-class: a.b.Main}",
                "target: {pod: a/b, container-name: c}",
                "probes: []",
                "probes: [{cmd: a, name: a b, timeout: 1s, interval: 1m, retries: 2, weight: 0.5}]",
                "probes: [{http: 'http://a/', in: container, checks: status==200, mode: Edge}]",
                "probes: [{jvm: oome==0}, {cgroup: psi-full<5%}]",
                "probes: [{jvm: , checks: [gc-time<20%, threads<5]}]"
            })
    void theSchemaTakesWhatTheLauncherTakes(String line) throws Exception {
        assertAgreeOn(line, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "level: 90%x",
                "add: 5parsec",
                "add: [5MiB]",
                "level: 5%\nadd: 5MiB",
                "rate: fast",
                "hold: 60",
                "hold: 1w",
                "hold:",
                "area: churn",
                "avoid-being-killed: 1001",
                "avoid-being-killed: yes",
                "scores-by: magic",
                "stop-when: never",
                "stop-when: [oom-kill, 5]",
                "host: 1",
                "expect: joy",
                "metrics-port: high",
                "holds: 5s",
                "detach: true",
                "target: 4711",
                "target: {}",
                "target: {pid: x}",
                "target: {pod: a}",
                "target: {container-name: a}",
                "target: {name: a}",
                "probes: {cmd: a}",
                "probes: [{name: a}]",
                "probes: [{cmd: a, http: 'http://b/'}]",
                "probes: [{http: localhost}]",
                "probes: [{cmd: a, checks: exit}]",
                "probes: [{cmd: a, in: hell}]",
                "probes: [{cmd: a, mode: now}]",
                "probes: [{cmd: a, retries: 101}]",
                "probes: [{cmd: a, weight: much}]",
                "probes: [{cmd: a, timeot: 1s}]"
            })
    void theSchemaRefusesWhatTheLauncherRefuses(String line) throws Exception {
        assertAgreeOn(line, false);
    }

    @Test
    void aPlanOfAnotherVersionIsRefusedByBoth() throws Exception {
        assertNotEquals(List.of(), against("version: 2"));
        assertNotEquals(List.of(), against("hold: 5s"));
        assertThrows(WrongPlan.class, () -> read("version: 2"));
        assertThrows(WrongPlan.class, () -> read("hold: 5s"));
    }

    @Test
    void everyOptionIsOfAKindThatAPlanCanSay() {
        assertEquals(Key.Takes.FLAG, VOCABULARY.options().get("host").takes());
        assertEquals(
                Key.Takes.FLAG_OR_VALUE, VOCABULARY.options().get("avoid-being-killed").takes());
        assertEquals(Key.Takes.VALUE, VOCABULARY.options().get("hold").takes());
        assertEquals(Key.Takes.VALUES, VOCABULARY.options().get("stop-when").takes());
        assertEquals(Set.of("add", "reserve"), VOCABULARY.options().get("level").rivals());
    }
}
