package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.attach.OutOfMemoryErrors;
import dev.ballast.launcher.attach.OutOfMemoryErrors.Counted;
import dev.ballast.launcher.attach.OutOfMemoryErrors.NotKnown;
import dev.ballast.launcher.lab.Collecting;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.target.JvmCounters;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Of JVMs of every version, which throw as many as they are told. */
class OutOfMemoryErrorsIT {
    private static final String[] OPTIONS = {
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-XX:MaxDirectMemorySize=8m",
        "-XX:MaxMetaspaceSize=12m",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:GuaranteedSafepointInterval=0"
    };

    static List<String> jdks() {
        return Lab.jdksForContainers();
    }

    @BeforeAll
    static void needsContainers() {
        Lab.needsContainers();
    }

    private static OutOfMemoryErrors of(Collecting app) throws IOException {
        return OutOfMemoryErrors.of(Proc.host(), app.target());
    }

    private static String reason(Collecting app) throws IOException {
        return assertInstanceOf(NotKnown.class, of(app)).reason();
    }

    private static void attach(Collecting app) throws Exception {
        String pid = Integer.toString(app.target().process().pid());
        try (LauncherRun run = LauncherRun.of("attach", pid, "--add=1MiB", "--hold=0")) {
            assertEquals(0, run.exitCode(), run.said());
        }
    }

    @ParameterizedTest(name = "JDK {0}")
    @MethodSource("jdks")
    void areCountedByTheJvm(String jdk) throws Exception {
        try (Collecting app = Collecting.start(jdk, "errors", OPTIONS)) {
            assertTrue(reason(app).contains("is not there"), reason(app));
            attach(app);
            if (jdk.equals("8")) {
                assertTrue(reason(app).contains("Unknown diagnostic command"), reason(app));
                return;
            }
            assertStopsNothing(app);
            app.tell("heap 2");
            app.tell("array 3");
            app.tell("stack 2");
            assertEquals(new Counted(5, 0, 0), of(app));
            app.tell("direct 4"); // thrown by java.nio.Bits, in Java
            assertEquals(new Counted(5, 0, 0), of(app));
            app.tell("metaspace 1");
            Counted counted = assertInstanceOf(Counted.class, of(app));
            assertEquals(5, counted.javaHeap());
            assertEquals(1, counted.metaspace() + counted.classMetaspace(), counted.toString());
            assertFalse(app.container().log().contains("no error"), app.container().log());
        }
    }

    /** Collects itself makes garbage, which is collected once in a while. */
    private static void assertStopsNothing(Collecting app) throws IOException {
        try (JvmCounters counters = JvmCounters.open(Proc.host(), app.target())) {
            long before = counters.read().safepoints().getAsLong();
            for (int i = 0; i < 20; i++) {
                assertEquals(new Counted(0, 0, 0), of(app));
            }
            long more = counters.read().safepoints().getAsLong() - before;
            assertTrue(more < 10, more + " safepoints during 20 answers");
        }
    }

    /** Nothing of it is ever asked for by a signal, nor anything written into its /tmp. */
    @Test
    void areNotKnownOfAJvmThatRefusesAgents() throws Exception {
        try (Collecting app = Collecting.start("17", "refuses", "-XX:+DisableAttachMechanism")) {
            var before = app.container().tmp();
            assertTrue(reason(app).contains("is not there"), reason(app));
            assertEquals(before, app.container().tmp());
            assertFalse(app.container().log().contains("Full thread dump"));
        }
    }

    @Test
    void areNotToldOfAJvmThatHasExited() throws Exception {
        try (Collecting app = Collecting.start("17", "gone")) {
            app.container().close();
            assertThrows(ProcessGone.class, () -> of(app));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "endlessly, does not end",
        "closes, closed the connection|Connection reset|Broken pipe",
        "nothing, does not accept this user",
        "0\\nhello, not what HotSpot answers to VM.info",
        "\\e[2J\\n, not an answer of HotSpot",
        "-1\\n\\e[2J, does not answer VM.info",
    })
    void areNotKnownOfAJvmThatAnswersNonsense(String answer, String words) throws Exception {
        String[] command = {"java", "-Xmx64m", "-cp", "/targets", "Answers", answer};
        try (Collecting app =
                Collecting.of(LabContainer.start("jvmc-answers", List.of(), command))) {
            String reason = reason(app);
            assertTrue(reason.matches("(?s).*(" + words + ").*"), reason);
            assertFalse(reason.contains("\033"));
        }
    }

    @Test
    void areNotWaitedForWithoutEnd() throws Exception {
        String[] command = {"java", "-Xmx64m", "-cp", "/targets", "Answers", "slowly"};
        try (Collecting app =
                Collecting.of(LabContainer.start("jvmc-slowly", List.of(), command))) {
            long begin = System.nanoTime();
            assertTrue(reason(app).contains("within the deadline"));
            assertTrue(System.nanoTime() - begin < Lab.longer(Duration.ofSeconds(8)).toNanos());
        }
    }
}
