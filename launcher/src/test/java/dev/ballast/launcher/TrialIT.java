package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes, verdicts and result files, by the built jar against a JVM of this host. */
class TrialIT {
    private static final long MIB = 1 << 20;

    @TempDir private Path folder;

    private Target target;
    private HttpServer server;
    private volatile int status = 200;

    @BeforeEach
    void start() throws Exception {
        target = Target.start("Idle");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop(0);
        target.close();
    }

    private String url() {
        return "http:http://127.0.0.1:" + server.getAddress().getPort() + "/health";
    }

    private String[] attach(String... options) {
        List<String> words = new ArrayList<>(List.of("attach", target.pidText(), "--add", "64MiB"));
        words.addAll(List.of(options));
        return words.toArray(String[]::new);
    }

    /** Refused, and nothing is there that was not before. */
    private void refuses(int exitCode, String why, String... options) throws Exception {
        long before = target.residentBytes();
        List<String> files = files();
        try (LauncherRun run = LauncherRun.of(attach(options))) {
            assertEquals(exitCode, run.exitCode(), run.said());
            assertTrue(run.err().contains(why), run.said());
            assertEquals("", run.out(), run.said());
        }
        assertEquals(files, files());
        assertTrue(target.residentBytes() < before + 16 * MIB);
        assertFalse(Files.exists(Path.of("/tmp/.java_pid" + target.pid())));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void survivesWhenEveryProbeHoldsAndWritesEveryFile() throws Exception {
        Path html = folder.resolve("report.html");
        Path json = folder.resolve("result.json");
        Path junit = folder.resolve("result.xml");
        Path summary = folder.resolve("summary.md");
        Path metrics = folder.resolve("ballast.prom");
        try (LauncherRun run =
                LauncherRun.of(
                        attach(
                                "--hold=2s",
                                "--before=1s",
                                "--probe",
                                url() + " status==200 name=health interval=100ms",
                                "--probe",
                                "jvm: threads<500 heap<100% name=jvm",
                                "--report=" + html,
                                "--json=" + json,
                                "--junit=" + junit,
                                "--summary=" + summary,
                                "--metrics=" + metrics))) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().contains("verdict    survived, score 100"), run.said());
            assertTrue(run.out().contains("probe      health: held"), run.said());
        }
        assertEquals(5, files().size());
        assertTrue(Files.readString(html).contains("survived"));
        assertTrue(Files.readString(json).contains("\"latency:health\""));
        assertTrue(Files.readString(junit).contains("tests=\"4\" failures=\"0\""));
        assertTrue(Files.readString(summary).contains("survived"));
        assertTrue(Files.readString(metrics).contains("ballast_score"));
    }

    @Test
    void aProbeThatFailsMeanwhileIsAWeakness() throws Exception {
        try (LauncherRun run =
                LauncherRun.start(
                        attach(
                                "--hold=4s",
                                "--before=1s",
                                "--probe",
                                url() + " name=health interval=100ms"))) {
            run.awaitSaid("level reached");
            status = 503;
            run.awaitSaid("status 503");
            status = 200;
            assertEquals(7, run.exitCode(), run.said());
            assertTrue(run.out().contains("verdict    degraded"), run.said());
            assertTrue(run.out().contains("result: held"), run.said());
            assertTrue(run.out().contains("every probe passed after"), run.said());
        }
    }

    /** Nobody looks then, so nobody can find that it did not recover. */
    @Test
    void doesNotWaitForARecoveryThatIsNotAskedFor() throws Exception {
        try (LauncherRun run =
                LauncherRun.of(
                        attach(
                                "--hold=1s",
                                "--before=1s",
                                "--recovery=0",
                                "--probe",
                                url() + " name=health interval=100ms"))) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().contains("verdict    survived, score 100"), run.said());
        }
    }

    @Test
    void stopsAtTheFirstFailureWhenAskedTo() throws Exception {
        try (LauncherRun run =
                LauncherRun.start(
                        attach(
                                "--hold=10m",
                                "--before=1s",
                                "--recovery=5s",
                                "--stop-on-failure",
                                "--probe",
                                url() + " name=health interval=100ms"))) {
            run.awaitSaid("level reached");
            status = 503;
            assertEquals(7, run.exitCode(), run.said());
            assertTrue(run.out().contains("result: stopped by a failed probe"), run.said());
            assertTrue(run.out().contains("not every probe passed within"), run.said());
        }
        assertTrue(target.residentBytes() < 100 * MIB);
    }

    @Test
    void theExpectedEndIsASuccess() throws Exception {
        try (LauncherRun run = LauncherRun.of(attach("--hold=1s", "--expect=killed"))) {
            assertEquals(7, run.exitCode(), run.said());
            assertTrue(run.out().contains("expected   killed: so it was not"), run.said());
        }
    }

    @Test
    void anApplicationThatIsUnwellIsLeftAlone() throws Exception {
        status = 500;
        refuses(
                1,
                "the application is not well before anything was done: probe http-1 fails: status 500,"
                        + " expected status<400. Nothing was touched",
                "--probe",
                url());
    }

    @Test
    void aUrlThatNobodyListensOnIsRefused() throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        refuses(1, "refused", "--probe", "http:http://127.0.0.1:" + unused + "/");
        refuses(1, "could not look", "--probe", "http:http://no-such-host.invalid/");
    }

    @Test
    void aCommandThatHangsIsEndedAndRefused() throws Exception {
        refuses(1, "no end within 300 ms", "--probe", "cmd:\"sleep 600\" timeout=300ms");
        refuses(1, "could not look", "--probe", "cmd:/no/such/command");
    }

    @Test
    void aProbeThatMeansNothingIsRefused() throws Exception {
        refuses(2, "--probe: `stats==200`: http probes know", "--probe", url() + " stats==200");
        refuses(2, "two probes are named a", "--probe", url() + " name=a", "--probe=cmd:x name=a");
    }

    @Test
    void aFileThatCannotBeWrittenIsRefused() throws Exception {
        Path nowhere = folder.resolve("no/such/folder/report.html");
        refuses(1, "--report: `" + nowhere + "` cannot be written", "--report=" + nowhere);
        refuses(1, "it is a folder", "--junit=" + folder);
        refuses(1, "--metrics: `" + nowhere + "` cannot be written", "--metrics=" + nowhere);
        refuses(1, "cannot be listened on", "--metrics-port=" + server.getAddress().getPort());
    }

    /** The device that is always full; and what went wrong is said once for each file. */
    @Test
    void aFullDiskLeavesTheResultOnStdout() throws Exception {
        Path full = Files.createSymbolicLink(folder.resolve("full"), Path.of("/dev/full"));
        try (LauncherRun run =
                LauncherRun.of(attach("--hold=1s", "--report=" + full, "--json=" + full))) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.out().contains("result: held"), run.said());
            assertTrue(run.out().contains("given back"), run.said());
            assertTrue(
                    run.err().contains("--report: write `/dev/full`: No space left"), run.said());
            assertTrue(run.err().contains("--json: write `/dev/full`: No space left"), run.said());
        }
    }

    @Test
    void saysNothingButTheResultWhenAskedTo() throws Exception {
        try (LauncherRun run = LauncherRun.of(attach("--hold=1s", "--quiet"))) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().startsWith("result: held"), run.said());
            assertEquals("", run.err());
        }
    }
}
