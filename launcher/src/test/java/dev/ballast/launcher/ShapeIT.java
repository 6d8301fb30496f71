package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every shape against a JVM in a container, measured by the kernel's own count. */
class ShapeIT {
    private static final long LIMIT_BYTES = 512L << 20;
    private static final String[] JVM = {
        "/etc/alternatives/java", "-Xmx64m", "-XX:+UseSerialGC", "-cp", "/targets", "Idle"
    };

    private static LabContainer container;

    @TempDir private Path temporary;

    @BeforeAll
    static void start() throws Exception {
        Lab.needsContainers();
        container = LabContainer.start("shape", List.of(), JVM);
    }

    @AfterAll
    static void delete() throws Exception {
        if (container != null) {
            container.close();
        }
    }

    private JsonNode run(LabContainer in, int exitCode, String... options) throws Exception {
        Path json = temporary.resolve("result.json");
        List<String> words = new ArrayList<>(List.of("attach", Integer.toString(in.jvmPid())));
        words.addAll(List.of(options));
        words.add("--json=" + json);
        try (LauncherRun run = LauncherRun.of(words.toArray(String[]::new))) {
            assertEquals(exitCode, run.exitCode(), run.said());
        }
        return new ObjectMapper().readTree(Files.readString(json));
    }

    /** The goal of all shapes. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "--level=80%, ramp 4s, 1s",
                "--add=100MiB, ramp 3s, 1s",
                "--level=60%, leak 50MiB/s, 6s",
                "--level=95%, spike +20MiB for 1s every 2s, 5s",
                "--rate=512MiB/s, \"steps 40,60,90% each 3s pause 1s\", 0s",
                "--rate=1GiB/s, wave 40%..95% period 4s, 8s",
                "--rate=512MiB/s, spike +200MiB for 1s every 4s, 8s",
            })
    void followsItWithinOnePercentOfTheLimit(String amount, String shape, String hold)
            throws Exception {
        JsonNode result = run(container, 0, amount, "--shape=" + shape, "--hold=" + hold);
        double error = result.get("meanErrorBytes").asDouble() / LIMIT_BYTES;
        assertTrue(error <= 0.01, shape + ": mean error " + error);
        assertTrue(result.get("peakHeldBytes").asLong() > 64 << 20, result.toString());
        assertTrue(result.get("released").asBoolean(), result.toString());
    }

    @Test
    void replaysATrace() throws Exception {
        Path trace = temporary.resolve("usage.csv");
        Files.writeString(trace, "seconds,bytes\n0,200MiB\n2,400MiB\n3,250MiB\n5,460MiB\n");
        JsonNode result = run(container, 0, "--shape=trace " + trace);
        double error = result.get("meanErrorBytes").asDouble() / LIMIT_BYTES;
        assertTrue(error <= 0.01, "mean error " + error);
        assertEquals(460, result.get("peakUseBytes").asLong() / (1 << 20), 4);
        assertEquals(5, result.get("heldSeconds").asDouble(), 0.5);
    }

    /** The level falls evenly, and is back where it was before the run ends. */
    @Test
    void givesBackEvenly() throws Exception {
        long before = container.unreclaimableBytes();
        try (LauncherRun run =
                LauncherRun.start(
                        "attach",
                        Integer.toString(container.jvmPid()),
                        "--add=200MiB",
                        "--hold=1s",
                        "--release-over=4s")) {
            run.awaitSaid("giving back over 4 s");
            long held = container.unreclaimableBytes() - before;
            assertTrue(held > 150L << 20, "held at the end of the hold: " + held);
            while (run.isAlive() && container.unreclaimableBytes() - before > 100L << 20) {
                Thread.onSpinWait();
            }
            assertTrue(run.isAlive(), "half of it was given back in one go");
            assertEquals(0, run.exitCode(), run.said());
        }
    }

    @Test
    void calibratesToTheStepBeforeTheOneAtWhichAProbeFails() throws Exception {
        try (LauncherRun run =
                LauncherRun.of(
                        "calibrate",
                        Integer.toString(container.jvmPid()),
                        "--from=70%",
                        "--step=5%",
                        "--each=2s",
                        "--probe=cgroup: use<83% interval=100ms")) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.err().contains("calibrated: well for 2 s at 80.0 %"), run.said());
        }
    }

    @Test
    void leaksUntilTheOomKillerComes() throws Exception {
        try (LabContainer own = LabContainer.start("shape-leak", List.of(), JVM)) {
            ProcessId jvm = Proc.host().id(own.jvmPid());
            JsonNode result = run(own, 0, "--shape=leak 300MiB/s", "--hold=2m", "--expect=killed");
            assertEquals("TARGET_KILLED", result.get("outcome").asText());
            assertFalse(Proc.host().isAlive(jvm));
        }
    }

    @Test
    void refusesALeakThatWouldFreezeTheJvmForEver() throws Exception {
        try (LauncherRun run =
                LauncherRun.of(
                        "attach",
                        Integer.toString(container.jvmPid()),
                        "--shape=leak 300MiB/s",
                        "--avoid-being-killed=100")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains("frozen there for ever"), run.err());
        }
    }
}
