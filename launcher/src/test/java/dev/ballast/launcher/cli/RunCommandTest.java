package dev.ballast.launcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.experiment.StopRequest;
import dev.ballast.launcher.report.ShellWords;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RunCommandTest {
    private static final String PLAN =
            """
            version: 1
            target: {container: shop, pid: 7}
            level: 90%
            hold: 60s
            avoid-being-killed: true
            keep-resident: true
            stop-when: [psi-full>20%, oom-kill]
            probes: [{cmd: a b, name: x}]
            """;

    private static final String LEVEL = "--level=90%";
    private static final String HOLD = "--hold=60s";
    private static final String KILL = "--avoid-being-killed";
    private static final String RESIDENT = "--keep-resident";
    private static final String RULES = "'--stop-when=psi-full>20%' --stop-when=oom-kill";
    private static final String PROBE = "'--probe=\"cmd:a b\" exit==0 name=x'";
    private static final String TARGET = "--container=shop --pid=7";

    @TempDir private Path folder;

    /** What a command line has printed, and its exit code. */
    private record Said(int exitCode, String out, String err) {
        static Said by(String... words) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            CommandLine line = Main.commandLine(new StopRequest(), words);
            line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
            int exitCode = line.execute(words);
            return new Said(exitCode, out.toString(), err.toString());
        }
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("plan.yaml"), text).toString();
    }

    private Said check(String plan, String... behind) throws IOException {
        List<String> words = new ArrayList<>(List.of("run", "--check", file(plan)));
        words.addAll(Arrays.asList(behind));
        return Said.by(words.toArray(String[]::new));
    }

    private String attach(String... behind) throws IOException {
        Said said = check(PLAN, behind);
        assertEquals(0, said.exitCode(), said.err());
        assertTrue(said.out().startsWith("java -jar launcher.jar attach "), said.out());
        return said.out().strip().replaceFirst("java -jar launcher.jar attach ", "");
    }

    @Test
    void printsTheCommandLineThatAPlanStandsFor() throws Exception {
        assertEquals(String.join(" ", TARGET, LEVEL, HOLD, KILL, RESIDENT, RULES, PROBE), attach());
    }

    @Test
    void whatStandsBehindTheFileReplacesWhatItSays() throws Exception {
        assertEquals(
                String.join(" ", TARGET, LEVEL, KILL, RESIDENT, RULES, PROBE, "--hold 5s"),
                attach("--hold", "5s"));
        assertEquals(
                String.join(
                        " ", TARGET, HOLD, KILL, RULES, PROBE, "--add 5MiB --keep-resident=false"),
                attach("--add", "5MiB", "--keep-resident=false"));
        assertEquals(
                String.join(
                        " ",
                        TARGET,
                        LEVEL,
                        HOLD,
                        RESIDENT,
                        PROBE,
                        KILL + "=5 --stop-when oom-kill"),
                attach(KILL + "=5", "--stop-when", "oom-kill"));
        assertEquals(
                String.join(" ", TARGET, LEVEL, HOLD, KILL, RESIDENT, RULES, "--probe cmd:c"),
                attach("--probe", "cmd:c"));
    }

    @Test
    void aTargetBehindTheFileReplacesAllOfItsTarget() throws Exception {
        String rest = String.join(" ", LEVEL, HOLD, KILL, RESIDENT, RULES, PROBE);
        assertEquals(rest + " 4711", attach("4711"));
        assertEquals(rest + " 4711", attach("--", "4711"));
        assertEquals(rest + " --main-class Main", attach("--main-class", "Main"));
    }

    @Test
    void theTargetMayBeLeftToTheCommandLine() throws Exception {
        String plan = "version: 1\nadd: 5MiB\n";
        Said said = check(plan);
        assertEquals("java -jar launcher.jar attach <pid> --add=5MiB\n", said.out(), said.err());
        Said run = Said.by("run", file(plan));
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("it has no `target`; add one, or name it"), run.err());
    }

    @Test
    void aPidAloneIsOneOfThisMachine() throws Exception {
        Said said = check("version: 1\nadd: 5MiB\ntarget: {pid: 4711}\n");
        assertEquals("java -jar launcher.jar attach 4711 --add=5MiB\n", said.out(), said.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add: 5parsec | add: `5parsec` is not a size; write for example 512MiB or 1.5GiB",
                "area: churn | area: `churn`: how much of it; write native, direct, heap=70%,"
                        + " churn=50MiB/s, metaspace=64MiB, threads=200, direct=50%,"
                        + " pagecache=30% or limit=80%",
                "avoid-being-killed: 1001 | avoid-being-killed: an OOM score is from -1000 to 1000,"
                        + " not 1001",
                "stop-when: never | stop-when: `never` is not a stop rule; write for example"
                        + " psi-full>20%:10s, psi-some>50%:10s, free-host<512MiB, free-host<5% or"
                        + " oom-kill",
                "level: 101% | level: a level is more than 0% and at most 100% of the limit, not"
                        + " 101.0%",
                "detach: true | detach: how one run is started is said behind the file, for example"
                        + " `run plan.yaml --detach`",
                "probe: cmd:a | probe: all probes are one list under `probes`",
                "help: true | there is no key `help`",
                "target: {pid: x} | pid: 'x' is not an int",
                "target: {container-name: a} | target: --container-name needs --pod NAMESPACE/NAME",
                "target: {pod: a} | target: --pod is NAMESPACE/NAME, not `a`"
            })
    void everyValueIsReadByTheOptionsOwnConverter(String line, String words) throws Exception {
        Said said = check("version: 1\n" + line + "\n");
        assertEquals(2, said.exitCode());
        String message = said.err().strip().replaceFirst(".*plan.yaml:2:\\d+: ", "");
        assertEquals(words + ". Nothing was touched", message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--hodl | Unknown option: '--hodl'. Nothing was touched",
                "--hold=5 | Invalid value for option '--hold': `5` is not a time; write for"
                        + " example 30s, 10m or 1h30m. Nothing was touched"
            })
    void saysWhatIsWrongBehindTheFile(String word, String words) throws Exception {
        for (String check : List.of("--check", "--debug")) {
            Said said = Said.by("run", check, file(PLAN), word);
            assertEquals(2, said.exitCode());
            String message = said.err().lines().findFirst().orElseThrow();
            assertEquals(file(PLAN) + ", with the words behind it: " + words, message);
        }
    }

    @Test
    void aPlanSaysHowMuch() throws Exception {
        Said said = check("version: 1\ntarget: {pid: 1}\n");
        assertEquals(2, said.exitCode());
        String words =
                ", with the words behind it: say how much: --level, --add or --reserve. Nothing was touched\n";
        assertEquals(file("") + words, said.err());
    }

    @Test
    void aValueIsNoFileOfArguments() throws Exception {
        Path arguments = Files.writeString(folder.resolve("arguments"), "--dry-run");
        Said said = check("version: 1\nadd: 5MiB\ntarget: {container: '@" + arguments + "'}\n");
        assertTrue(said.out().contains("--container=@" + arguments + " "), said.err());
    }

    @Test
    void quotesWordsForTheShell() {
        assertEquals(
                "a --b=c 'd e' 'it'\\''s' '$f' ''",
                ShellWords.of(List.of("a", "--b=c", "d e", "it's", "$f", "")));
    }
}
