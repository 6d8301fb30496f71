package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who the command names, and who the kernel then takes. */
class VictimsIT {
    /** 270 MiB and 40 MiB beside what a JVM has, of 512 MiB; a byte on its pipe makes one grow. */
    private static final String TWO =
            "mkfifo /tmp/large /tmp/small;"
                    + " swells='java -Xmx32m -XX:MaxDirectMemorySize=1g -cp /targets Swells';"
                    + " $swells 270 190 0<>/tmp/large & $swells 40 240 0<>/tmp/small & wait; sleep 3600";

    private static LabContainer two(String name, String... options) throws Exception {
        Lab.needsContainers();
        LabContainer container = LabContainer.start(name, List.of(options), "sh", "-c", TWO);
        Lab.await("both are READY", () -> container.log().split("READY", -1).length == 3);
        return container;
    }

    /** The large one first. */
    private static List<Integer> jvms(LabContainer container) throws IOException {
        Proc proc = Proc.host();
        List<Integer> jvms = new ArrayList<>();
        for (int pid : container.pids()) {
            List<String> words = proc.commandLine(pid);
            if (words.contains("Swells")) {
                jvms.add(words.contains("270") ? 0 : jvms.size(), pid);
            }
        }
        assertEquals(2, jvms.size());
        return jvms;
    }

    /** The cgroup's table, by the command as a user starts it. */
    private static Map<?, ?> look(String part, LabContainer container, String... options)
            throws Exception {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("victims", "--container", container.name(), "--json", "-"));
        words.addAll(List.of(options));
        try (LauncherRun run = LauncherRun.of(words.toArray(String[]::new))) {
            assertEquals(0, run.exitCode(), run.said());
            return (Map<?, ?>) JSON.std.mapFrom(run.out()).get(part);
        }
    }

    private static Object next(Map<?, ?> outlook) {
        return ((Map<?, ?>) outlook.get("cgroup")).get("next");
    }

    private static long kills(LabContainer container) throws IOException {
        return Files.readAllLines(container.cgroup().resolve("memory.oom_control")).stream()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Makes one of them grow until the kernel kills. What a victim had is not always there in time
     * for the one that waits for it: then the kernel kills once more, and nobody is left.
     */
    private static void growUntilKilled(LabContainer container, String which, int victim)
            throws Exception {
        List<Integer> others = new ArrayList<>(jvms(container));
        others.remove((Integer) victim);
        Lab.run("runc", "exec", container.name(), "sh", "-c", "printf g > /tmp/" + which);
        Lab.await("the kernel kills", () -> kills(container) > 0);
        Lab.await(
                "an end of it", () -> container.log().contains("SWOLLEN") || kills(container) > 1);
        Lab.await("the victim is gone", () -> !container.pids().contains(victim));
        assertTrue(kills(container) > 1 || container.pids().containsAll(others));
    }

    /** It is the small one that meets the limit. */
    @Test
    void namesTheLargestAndTheKernelTakesIt() throws Exception {
        try (LabContainer container = two("it-victims")) {
            List<Integer> jvms = jvms(container);
            assertEquals(jvms.get(0), next(look("now", container)));
            growUntilKilled(container, "small", jvms.get(0));
        }
    }

    /** It is the large one that meets the limit. */
    @Test
    void namesTheSmallOneWithTheHigherAdjAndTheKernelTakesIt() throws Exception {
        try (LabContainer container = two("it-victims-adj")) {
            List<Integer> jvms = jvms(container);
            Lab.run("choom", "-p", jvms.get(1).toString(), "-n", "1000");
            assertEquals(jvms.get(1), next(look("now", container)));
            growUntilKilled(container, "large", jvms.get(1));
        }
    }

    /** The guard gives both the same score, so then size decides. */
    @Test
    void foretellsWhomTheKernelTakesUnderTheGuard() throws Exception {
        try (LabContainer container = two("it-victims-guard", "--score", "500")) {
            List<Integer> jvms = jvms(container);
            Lab.run("choom", "-p", jvms.get(1).toString(), "-n", "1000");
            assertEquals(jvms.get(1), next(look("now", container, "--with-score=100")));
            assertEquals(jvms.get(0), next(look("after", container, "--with-score=100")));
            try (LauncherRun guard =
                    LauncherRun.start("guard", "--container", container.name(), "--score", "100")) {
                guard.awaitSaid("Ctrl-C ends it");
                assertEquals(jvms.get(0), next(look("now", container)));
                growUntilKilled(container, "small", jvms.get(0));
                guard.signal("TERM");
                assertEquals(0, guard.exitCode(), guard.said());
            }
        }
    }

    @Test
    void saysThatNobodyIsLeftAtMinus1000AndThatMinus999DoesNotHelp() throws Exception {
        try (LabContainer container = two("it-victims-never")) {
            String jvm = jvms(container).get(0).toString();
            try (LauncherRun run = LauncherRun.of("victims", jvm, "--with-score", "-1000")) {
                assertEquals(0, run.exitCode(), run.said());
                assertTrue(run.out().contains("(limit 512.0 MiB, 3 processes)"), run.said());
                assertTrue(run.out().contains("next       PID " + jvm + " (java)\n"), run.said());
                assertTrue(
                        run.out().contains("every process of container it-victims-never"),
                        run.said());
                assertTrue(
                        run.out().contains("nobody can be killed: a full cgroup then waits"),
                        run.said());
            }
            try (LauncherRun run = LauncherRun.of("victims", jvm, "--with-score=-999")) {
                assertTrue(
                        run.out()
                                .contains(
                                        "PID "
                                                + jvm
                                                + " (java): at -999 it is still the victim when it is the largest"),
                        run.said());
            }
        }
    }

    /** Two containers, and an id that begins both. */
    @Test
    void anAmbiguousContainerIsRefusedAndBothAreListed() throws Exception {
        Lab.needsContainers();
        String[] idle = {"sh", "-c", "echo READY; sleep 3600"};
        try (LabContainer one = LabContainer.start("it-twin-a", List.of(), idle);
                LabContainer two = LabContainer.start("it-twin-b", List.of(), idle);
                LauncherRun run = LauncherRun.of("victims", "--container", "it-twin")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("fits more than one process"), run.said());
            assertTrue(run.err().contains(one.name()) && run.err().contains(two.name()));
            assertEquals("", run.out());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "victims | 2 | Missing required argument",
                "victims 1 --host | 2 | mutually exclusive",
                "victims 1 --container x | 2 | mutually exclusive",
                "victims --host --container x | 2 | mutually exclusive",
                "victims java | 2 | is not an int",
                "victims 1 2 | 2 | Unmatched argument",
                "victims --host --with-score -1000 | 2 | whom would it protect?",
                "victims 1 --with-score 1001 | 2 | from -1000 to 1000",
                "victims --host --top 0 | 2 | --top is 1 or more",
                "victims 4194305 | 1 | there is no process 4194305",
                "victims 0 | 1 | there is no process 0",
                "victims -5 | 1 | there is no process -5",
                "victims 2 | 1 | is a kernel thread",
                "victims --container no-such-container | 1 | no process fits",
                "victims --host --json /nonexistent/file | 1 | cannot be written",
            })
    void badInputIsSaid(String arguments, int exitCode, String said) throws Exception {
        try (LauncherRun run = LauncherRun.of(arguments.split(" "))) {
            assertEquals(exitCode, run.exitCode(), run.said());
            assertTrue(run.err().contains(said), run.said());
            assertEquals("", run.out());
        }
    }

    @Test
    void showsTheHostToAnybodyInOrder(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("victims.json");
        try (LauncherRun run =
                LauncherRun.of("victims", "--host", "--top", "3", "--json", json.toString())) {
            assertEquals(0, run.exitCode(), run.said());
            assertEquals(6, run.out().lines().count(), run.out());
            assertTrue(run.out().startsWith("on this host (memory "), run.out());
        }
        Map<String, Object> written = JSON.std.mapFrom(Files.readString(json));
        Map<?, ?> host = (Map<?, ?>) ((Map<?, ?>) written.get("now")).get("host");
        List<?> ranked = (List<?>) host.get("ranked");
        assertEquals(3, ranked.size());
        int before = Integer.MAX_VALUE;
        for (Object standing : ranked) {
            int score = (int) ((Map<?, ?>) standing).get("oomScore");
            assertTrue(score <= before, ranked.toString());
            before = score;
        }
        assertEquals(((Map<?, ?>) ranked.get(0)).get("pid"), host.get("next"));
    }

    /** A process gives itself a name with an escape sequence. */
    @Test
    void printsNamesWithoutControlCharacters(@TempDir Path folder) throws Exception {
        Path program = Files.copy(Path.of("/bin/sleep"), folder.resolve("a\u001b[31mb\tc"));
        Process process = new ProcessBuilder(program.toString(), "3600").start();
        try (LauncherRun run = LauncherRun.of("victims", Long.toString(process.pid()))) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().contains("a [31mb c"), run.said());
            assertFalse(run.out().contains("\u001b"), run.said());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
