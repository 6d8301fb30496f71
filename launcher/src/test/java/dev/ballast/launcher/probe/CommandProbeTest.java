package dev.ballast.launcher.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that end, and commands that do everything not to. */
class CommandProbeTest {
    private static final Proc PROC = Proc.host();
    private static final int SELF = (int) ProcessHandle.current().pid();
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Lab.longer(Duration.ofSeconds(20));

    /** What a look may take longer than its timeout, on a machine that does other things, too. */
    private static final Duration TOLERANCE = Lab.longer(Duration.ofMillis(800));

    /** In the place of M: a time to sleep that nobody else sleeps. */
    private String mark;

    private long descriptors;

    @BeforeEach
    void note() throws IOException {
        mark = Long.toString(1_000_000_000 + System.nanoTime() % 1_000_000_000);
        look(":", LONG); // what the JVM opens for its first child stays open
        descriptors = descriptors();
    }

    @AfterEach
    void leavesNoProcessNoZombieAndNothingOpen() throws Exception {
        Lab.await("the end of what was killed", () -> marked().isEmpty());
        Lab.await("no zombie", () -> children().isEmpty());
        assertEquals(descriptors, descriptors());
    }

    /** Of the kinds that a look opens; the JVM opens others when it likes. */
    private static long descriptors() throws IOException {
        return PROC.openFiles(SELF).values().stream()
                .filter(file -> file.startsWith("pipe:") || file.contains("pidfd"))
                .count();
    }

    private List<String> marked() throws IOException {
        List<String> found = new ArrayList<>();
        for (int pid : PROC.pids()) {
            try {
                if (PROC.commandLine(pid).toString().contains(mark)) {
                    found.add(pid + " " + PROC.commandLine(pid));
                }
            } catch (ProcessGone ended) {
                continue;
            }
        }
        return found;
    }

    private static List<Integer> children() throws IOException {
        return PROC.children(SELF);
    }

    private CommandProbe probe(String command) throws IOException {
        ProcessId self = PROC.id(SELF);
        return new CommandProbe(command.replace("M", mark), Place.HOST, self, PROC);
    }

    private Observation look(String command, Duration timeout) throws IOException {
        try (CommandProbe probe = probe(command)) {
            return probe.look(timeout);
        }
    }

    private Observation.Answer answer(String command) throws IOException {
        return assertInstanceOf(Observation.Answer.class, look(command, LONG));
    }

    @Test
    void tellsExitCodeTimeAndWhatWasWritten() throws Exception {
        Observation.Answer answer =
                answer("echo out $BALLAST_PID; echo err >&2; sleep 0.1; exit 3");
        assertEquals(3.0, answer.numbers().get("exit"));
        assertTrue(answer.numbers().get("time") >= 0.1, answer.toString());
        assertTrue(answer.numbers().get("time") < LONG.toSeconds(), answer.toString());
        assertEquals("out " + SELF + "\n", answer.texts().get("output"));
        assertEquals("err\n", answer.texts().get("error"));
    }

    @Test
    void countsASignalAsTheShellDoes() throws Exception {
        assertEquals(137.0, answer("kill -KILL $$").numbers().get("exit"));
    }

    @Test
    void givesTheCommandNoInputAndNoTerminal() throws Exception {
        assertEquals(1.0, answer("read line").numbers().get("exit"));
        String session =
                answer("cut -d' ' -f 1,5,6,7 /proc/self/stat; echo $$").texts().get("output");
        // cut's group, session and terminal: the shell's, and none.
        assertTrue(session.matches("\\d+ (\\d+) \\1 0\n\\1\n"), session);
    }

    @Test
    void keepsTheFirst64KiBAndReadsTheRest() throws Exception {
        Observation.Answer answer = answer("head -c 5000000 /dev/zero | tr '\\0' x; echo y >&2");
        assertEquals("x".repeat(65536), answer.texts().get("output"));
        assertEquals("y\n", answer.texts().get("error"));
    }

    @Test
    void isUnseenWhenTheCommandCannotBeRun(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("not-executable"));
        for (String command : List.of("no-such-command-here", file.toString())) {
            Observation.Unseen unseen =
                    assertInstanceOf(Observation.Unseen.class, look(command, LONG));
            assertTrue(unseen.why().contains(command), unseen.why());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleep M",
                "exec sleep M",
                "sleep M | sleep M & wait",
                "trap '' TERM INT HUP; while :; do sleep M; done",
                "exec >&- 2>&-; sleep M",
                "yes M",
                "yes M >&2",
                "setsid sleep M & sleep M",
                "setsid sh -c 'setsid sleep M & sleep M' & sleep M",
                "set -m; sleep M & sleep M & wait",
                "kill -STOP $$; : M",
                "while :; do setsid sleep M & sleep 0.01; done",
            })
    void endsWithAllThatItHasStartedWhenItDoesNotEndInTime(String command) throws Exception {
        long start = System.nanoTime();
        Observation seen = look(command, SHORT);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Observation.Silence silence = assertInstanceOf(Observation.Silence.class, seen);
        assertEquals("no end within 400 ms; killed", silence.why());
        assertTrue(took.compareTo(SHORT.plus(TOLERANCE)) < 0, "took " + took);
    }

    /** What is left in its group would hold its output open, and write on. */
    @ParameterizedTest
    @ValueSource(
            strings = {"sleep M & exit 3", "yes M & exit 3", "sleep M > /dev/null 2>&1 & exit 3"})
    void endsWithWhatACommandLeavesBehindThatEnds(String command) throws Exception {
        Observation.Answer answer = answer(command);
        assertEquals(3.0, answer.numbers().get("exit"));
        assertTrue(answer.numbers().get("time") < LONG.toSeconds() / 2.0, answer.toString());
    }

    /** The end of what a command writes is never lost, whatever comes first. */
    @Test
    void readsAllOfWhatWasWrittenBeforeTheEnd() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertEquals("a\nb\n", answer("echo a; echo b").texts().get("output"));
        }
    }

    @Test
    void endsAtOnceWhenItIsClosedOrInterrupted() throws Exception {
        for (boolean byInterrupt : new boolean[] {false, true}) {
            CommandProbe probe = probe("sleep M");
            FutureTask<Observation> look = new FutureTask<>(() -> probe.look(LONG));
            Thread looker = new Thread(look);
            looker.start();
            Lab.await("the command", () -> !marked().isEmpty());
            long start = System.nanoTime();
            if (byInterrupt) {
                looker.interrupt();
            } else {
                probe.close();
            }
            assertInstanceOf(
                    Observation.Unseen.class, look.get(LONG.toSeconds(), TimeUnit.SECONDS));
            long millis = (System.nanoTime() - start) / 1_000_000;
            assertTrue(millis < TOLERANCE.toMillis(), millis + " ms");
            probe.close();
            assertInstanceOf(Observation.Unseen.class, probe.look(LONG));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\0b"})
    void refusesWhatIsNoCommand(String command) {
        assertThrows(IllegalArgumentException.class, () -> probe(command));
    }
}
