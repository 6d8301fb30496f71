package dev.ballast.launcher.exporter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.probe.MadeReports;
import dev.ballast.launcher.probe.Probes;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Series;
import dev.ballast.launcher.timeline.Timeline;
import dev.ballast.launcher.trial.MadeTrial;
import dev.ballast.launcher.vitals.Vitals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsExportTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir private Path temporary;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Timeline timeline = Timeline.begin();
    private MadeTrial trial;
    private Plan plan;
    private Vitals vitals;
    private Probes probes;
    private Path folder;
    private Path file;

    @BeforeEach
    void makeTrial() throws IOException {
        trial = new MadeTrial(temporary.resolve("host"));
        plan = trial.plan();
        vitals = new Vitals(trial.proc(), plan.target(), timeline);
        probes = new Probes(List.of(), spec -> null, timeline, words -> {});
        folder = Files.createDirectory(temporary.resolve("textfiles"));
        file = folder.resolve("ballast.prom");
    }

    @AfterEach
    void close() {
        probes.close();
        vitals.close();
    }

    private void hold(double bytes) {
        timeline.put(Series.HELD, System.nanoTime(), bytes);
    }

    private MetricsExport onAnyPort() throws IOException {
        return new MetricsExport(plan, Optional.empty(), OptionalInt.of(0));
    }

    private MetricsExport inFile(Duration period) throws IOException {
        return new MetricsExport(plan, Optional.of(file), OptionalInt.empty(), period);
    }

    private HttpResponse<String> ask(String method, String address) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(LONG)
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static int port(MetricsExport export) {
        return URI.create(export.address().orElseThrow()).getPort();
    }

    @Test
    void servesWhatIsMeasuredNow() throws Exception {
        try (MetricsExport export = onAnyPort()) {
            String address = export.address().orElseThrow();
            assertTrue(ask("GET", address).body().contains("ballast_running{pid=\"4711\"} 1.0"));
            export.follow(MadeTrial.watching(vitals, probes, timeline));
            hold(12345);
            HttpResponse<String> scrape = ask("GET", address);
            assertEquals(200, scrape.statusCode());
            assertEquals(
                    "text/plain; version=0.0.4; charset=utf-8",
                    scrape.headers().firstValue("Content-Type").orElseThrow());
            assertTrue(
                    scrape.body().contains("\nballast_held_bytes{pid=\"4711\"} 12345.0\n"),
                    scrape.body());
            export.ended(trial.made());
            assertTrue(ask("GET", address).body().contains("verdict=\"survived\"} 1.0"));
        }
    }

    /** Nobody who measures can be held up by a scrape that never takes what he needs. */
    @Test
    void servesWithoutTheTimelinesLock() throws Exception {
        try (MetricsExport export = onAnyPort()) {
            export.follow(MadeTrial.watching(vitals, probes, timeline));
            hold(1);
            synchronized (timeline) {
                assertEquals(200, ask("GET", export.address().orElseThrow()).statusCode());
            }
        }
    }

    @Test
    void answersNothingElse() throws Exception {
        try (MetricsExport export = onAnyPort()) {
            String address = export.address().orElseThrow();
            assertEquals(404, ask("GET", address + "/x").statusCode());
            assertEquals(404, ask("GET", address + "x").statusCode());
            assertEquals(404, ask("GET", address.replace("/metrics", "/")).statusCode());
            assertEquals(405, ask("POST", address).statusCode());
            assertEquals(200, ask("HEAD", address).statusCode());
        }
    }

    @Test
    void listensOnLoopbackAlone() throws Exception {
        try (MetricsExport export = onAnyPort();
                ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress("127.0.0.2", port(export))); // fails beside 0.0.0.0
            assertTrue(other.isBound());
        }
    }

    @Test
    void scrapesThatHangHoldNobodyUp() throws Exception {
        List<Socket> hanging = new ArrayList<>();
        MetricsExport export = onAnyPort();
        try {
            for (int i = 0; i < 3; i++) {
                hanging.add(hang(port(export)));
            }
            assertEquals(200, ask("GET", export.address().orElseThrow()).statusCode());
            for (int i = 0; i < 60; i++) {
                hanging.add(hang(port(export)));
            }
            assertTimeoutPreemptively(
                    LONG,
                    () -> {
                        export.follow(MadeTrial.watching(vitals, probes, timeline));
                        export.ended(trial.made());
                        export.close();
                    });
        } finally {
            export.close();
            for (Socket socket : hanging) {
                socket.close();
            }
        }
    }

    /** Half a request. */
    private static Socket hang(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream()
                .write("GET /metrics HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void everyThreadIsADaemonAndEndsWithIt() throws Exception {
        List<Thread> own;
        try (MetricsExport export =
                new MetricsExport(
                        plan, Optional.of(file), OptionalInt.of(0), Duration.ofMillis(1))) {
            ask("GET", export.address().orElseThrow());
            own = ownThreads();
            assertTrue(own.size() >= 3, own::toString);
            assertTrue(own.stream().allMatch(Thread::isDaemon), own::toString);
        }
        for (Thread thread : own) {
            thread.join(LONG.toMillis());
            assertFalse(thread.isAlive(), thread.getName());
        }
    }

    private static List<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(
                        thread ->
                                thread.getName().startsWith("ballast-metrics")
                                        || thread.getName().equals("HTTP-Dispatcher"))
                .toList();
    }

    @Test
    void aPortThatIsTakenIsRefused() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Refusal refusal =
                    assertThrows(
                            Refusal.class,
                            () -> new MetricsExport(plan, Optional.of(file), OptionalInt.of(port)));
            assertEquals(
                    "--metrics-port: 127.0.0.1:"
                            + port
                            + " cannot be listened on: Address already in use; name another port, or"
                            + " 0 for any that is free. Nothing was touched",
                    refusal.getMessage());
            assertFalse(Files.exists(file));
        }
    }

    private String refused(Path path, int port) {
        return assertThrows(
                        Refusal.class,
                        () -> new MetricsExport(plan, Optional.of(path), OptionalInt.of(port)))
                .getMessage();
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedAndThePortIsFreeAgain() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path missing = folder.resolve("missing/ballast.prom");
        assertEquals(
                "--metrics: `"
                        + missing
                        + "` cannot be written: no such folder; name a file in a folder that this"
                        + " user may write to. Nothing was touched",
                refused(missing, port));
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertTrue(again.isBound());
        }
    }

    @Test
    void whatIsNoRegularFileIsNotReplaced() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.prom"), Path.of("elsewhere"));
        for (Path path : List.of(folder, link, Path.of("/"), Path.of("/dev/null"))) {
            assertTrue(refused(path, 0).contains("not a regular file"), path::toString);
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(List.of("link.prom"), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(found -> found.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theFileIsThereFromTheBeginningAndHasTheResultAtTheEnd() throws Exception {
        trial.probe(
                new MadeReports("http:http://localhost:1/ name=health status==200")
                        .passed(Phase.DURING, 3, 0.5)
                        .made());
        Path any = Files.writeString(temporary.resolve("any"), "");
        try (MetricsExport export = inFile(LONG)) {
            assertTrue(Files.readString(file).contains("ballast_running{pid=\"4711\"} 1.0"));
            assertEquals(Files.getPosixFilePermissions(any), Files.getPosixFilePermissions(file));
            export.follow(MadeTrial.watching(vitals, probes, timeline));
            export.ended(trial.made());
        }
        String last = Files.readString(file);
        assertTrue(last.contains("ballast_verdict{pid=\"4711\",verdict=\"survived\"} 1.0"), last);
        assertTrue(last.contains("ballast_running{pid=\"4711\"} 0.0"), last);
        assertEquals(List.of("ballast.prom"), names());
    }

    @Test
    void theFileOfARunThatWasRefusedSaysThatItIsOver() throws Exception {
        try (MetricsExport export = inFile(LONG)) {
            export.follow(MadeTrial.watching(vitals, probes, timeline));
        }
        assertTrue(Files.readString(file).contains("ballast_running{pid=\"4711\"} 0.0"));
        assertFalse(Files.readString(file).contains("ballast_verdict"));
    }

    /** Also between two looks: each state is renamed over the one before. */
    @Test
    void theFileIsKeptNewAndAlwaysWhole() throws Exception {
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            try (MetricsExport export = inFile(Duration.ofMillis(1))) {
                export.follow(MadeTrial.watching(vitals, probes, timeline));
                for (int i = 1; i <= 50; i++) {
                    hold(i);
                    awaitReplaced(watch);
                    String state = Files.readString(file);
                    assertTrue(state.startsWith("# HELP ballast_"), state);
                    assertTrue(state.contains("\nballast_start_timestamp_seconds{"), state);
                    assertTrue(state.endsWith("\n"), state);
                }
                hold(4242);
                while (!Files.readString(file)
                        .contains("ballast_held_bytes{pid=\"4711\"} 4242.0")) {
                    awaitReplaced(watch);
                }
            }
        }
    }

    private void awaitReplaced(WatchService watch) throws InterruptedException {
        boolean isReplaced = false;
        while (!isReplaced) {
            WatchKey key = watch.poll(LONG.toSeconds(), TimeUnit.SECONDS);
            assertTrue(key != null, "the file was not written again");
            for (WatchEvent<?> event : key.pollEvents()) {
                isReplaced |= file.getFileName().equals(event.context());
            }
            key.reset();
        }
    }

    @Test
    void aLastStateThatCannotBeWrittenIsSaidOnce() throws Exception {
        MetricsExport export = inFile(LONG);
        export.ended(trial.made());
        Files.delete(file);
        Files.delete(folder);
        assertEquals(
                "write `"
                        + file
                        + "`: no such folder; what it holds is older than the end of the run",
                assertThrows(IOException.class, export::close).getMessage());
        export.close();
    }
}
