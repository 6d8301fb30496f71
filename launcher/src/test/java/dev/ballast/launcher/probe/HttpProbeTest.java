package dev.ballast.launcher.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer, and servers that do everything else. */
class HttpProbeTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Lab.longer(Duration.ofSeconds(20));

    /** What a look may take longer than its timeout, on a machine that does other things, too. */
    private static final Duration TOLERANCE = Lab.longer(Duration.ofMillis(500));

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final List<HttpProbe> probes = new ArrayList<>();

    private HttpProbe probe(URI uri) throws IOException {
        ProcessId self = Proc.host().id((int) ProcessHandle.current().pid());
        HttpProbe probe = new HttpProbe(uri, Place.HOST, self, Proc.host());
        probes.add(probe);
        return probe;
    }

    @AfterEach
    void leavesNoThread() throws Exception {
        probes.forEach(HttpProbe::close);
        Lab.await(
                "the end of the probes' threads",
                () ->
                        Thread.getAllStackTraces().keySet().stream()
                                .noneMatch(thread -> thread.getName().equals("ballast-probe")));
    }

    private Observation.Answer answer(RawServer server) throws IOException {
        return assertInstanceOf(
                Observation.Answer.class, probe(server.uri("http", "/")).look(LONG));
    }

    private Observation.Silence silence(URI uri) throws IOException {
        HttpProbe probe = probe(uri);
        long start = System.nanoTime();
        Observation seen = probe.look(SHORT);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(SHORT.plus(TOLERANCE)) < 0, "took " + took + ": " + seen);
        return assertInstanceOf(Observation.Silence.class, seen);
    }

    @Test
    void tellsStatusLatencyAndBody() throws Exception {
        String late = OK + "Content-Length: 9\r\n\r\n{\"a\": 1}\n";
        try (RawServer server =
                RawServer.that(
                        client -> {
                            LockSupport.parkNanos(50_000_000);
                            RawServer.say(client, late);
                        })) {
            Observation.Answer answer = answer(server);
            assertEquals(200.0, answer.numbers().get("status"));
            assertTrue(answer.numbers().get("latency") >= 0.05, answer.toString());
            assertTrue(answer.numbers().get("latency") < LONG.toSeconds(), answer.toString());
            assertEquals("{\"a\": 1}\n", answer.texts().get("body"));
        }
    }

    @Test
    void asksAsWrittenAndOnANewConnectionEveryTime() throws Exception {
        try (RawServer server = RawServer.saying(OK + "Content-Length: 0\r\n\r\n")) {
            URI uri = server.uri("http", "/a%20b?c=d&e#f");
            HttpProbe probe = probe(uri);
            probe.look(LONG);
            probe.look(LONG);
            assertEquals(2, server.requests().size());
            String request = server.requests().get(1);
            assertTrue(request.startsWith("GET /a%20b?c=d&e HTTP/1.1\r\n"), request);
            assertTrue(request.contains("\r\nHost: " + uri.getAuthority() + "\r\n"), request);
            assertTrue(request.contains("\r\nUser-Agent: ballast/"), request);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nfull",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n",
            })
    void takesWhatCameForTheAnswerWithoutWaitingForTheConnectionsEnd(String text) throws Exception {
        try (RawServer server = RawServer.that(client -> RawServer.say(client, text))) {
            double status = answer(server).numbers().get("status");
            assertTrue(text.contains("HTTP/1.1 " + (int) status), text + status);
        }
    }

    @Test
    void keepsTheFirst64KiBOfALongBody() throws Exception {
        String body = "x".repeat(300_000);
        try (RawServer server = RawServer.saying(OK + "\r\n" + body)) {
            assertEquals(body.substring(0, 65536), answer(server).texts().get("body"));
        }
    }

    static Stream<Arguments> bad() {
        String flood = "X: " + "y".repeat(1000) + "\r\n";
        return Stream.of(
                Arguments.of("says nothing", (RawServer.Conversation) client -> {}),
                repeats("trickles its header", "HTTP/1.1 200", "x", 30_000_000),
                repeats("trickles header lines", OK, "A: b\r\n", 30_000_000),
                repeats("trickles its body", OK + "\r\n", "x", 30_000_000),
                repeats("has no end of a header line", OK + "X: ", flood.strip(), 0),
                repeats("has no end of header lines", OK, flood, 0),
                repeats("has no end of a folded header", OK + flood, "\t" + flood, 0),
                repeats("has no end of a status line", "HTTP/1.1 200 ", flood.strip(), 0),
                repeats("has no end of empty lines", "", "\r\n".repeat(500), 0),
                repeats("has no end of interim answers", "", "HTTP/1.1 100 C\r\n\r\n", 0),
                repeats("has no end of a body", OK + "\r\n", flood, 0),
                repeats(
                        "has no end of a chunk's size",
                        OK + "Transfer-Encoding: chunked\r\n\r\n1",
                        ";" + flood.strip(),
                        0),
                repeats(
                        "has no end of trailers",
                        OK + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n",
                        flood,
                        0),
                says("breaks off in its header", OK + "A: "),
                says("breaks off in its body", OK + "Content-Length: 10\r\n\r\nx"),
                says("speaks something else", "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
                says("names a negative length", OK + "Content-Length: -5\r\n\r\nx"),
                says("closes without a word", ""),
                Arguments.of(
                        "resets the connection",
                        (RawServer.Conversation)
                                client -> {
                                    client.setSoLinger(true, 0);
                                    client.close();
                                }));
    }

    private static Arguments repeats(String what, String first, String again, long pauseNanos) {
        RawServer.Conversation conversation =
                client -> {
                    RawServer.say(client, first);
                    while (true) {
                        LockSupport.parkNanos(pauseNanos);
                        RawServer.say(client, again);
                    }
                };
        return Arguments.of(what, conversation);
    }

    private static Arguments says(String what, String text) {
        RawServer.Conversation conversation =
                client -> {
                    RawServer.say(client, text);
                    client.shutdownOutput();
                };
        return Arguments.of(what, conversation);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void isSilenceInTimeWhenTheServer(String what, RawServer.Conversation conversation)
            throws Exception {
        try (RawServer server = RawServer.that(conversation)) {
            Observation.Silence silence = silence(server.uri("http", "/"));
            assertTrue(silence.why().length() < 500, what + ": " + silence.why());
        }
    }

    @Test
    void isSilenceWhereNobodyListens() throws Exception {
        URI uri;
        try (RawServer server = RawServer.saying("")) {
            uri = server.uri("http", "/");
        }
        String why = silence(uri).why();
        assertTrue(why.contains("127.0.0.1 port " + uri.getPort()), why);
        assertFalse(why.contains("in=container"), why); // it is the same network
    }

    /** Connections that wait in the queue of a listener are made by the kernel alone. */
    @Test
    void isSilenceWhenTheQueueOfAnApplicationThatDoesNotAcceptIsFull() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            for (int i = 0; i < 2; i++) {
                waiting.add(new Socket(server.getInetAddress(), server.getLocalPort()));
            }
            silence(uri);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void asksEveryAddressOfAName() throws Exception {
        try (RawServer server = RawServer.saying(OK + "\r\nhello")) {
            URI uri = URI.create("http://localhost:" + server.uri("http", "/").getPort());
            assertInstanceOf(Observation.Answer.class, probe(uri).look(LONG));
        }
    }

    /** A label of 64 characters is asked of no name server. */
    @Test
    void isUnseenWhereNoSuchHostIs() throws Exception {
        Observation seen = probe(URI.create("http://" + "a".repeat(64) + "/")).look(LONG);
        assertTrue(assertInstanceOf(Observation.Unseen.class, seen).why().contains("aaa"));
    }

    @Test
    void isSilenceWhenACertificateIsNotTrusted(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store");
        SecureServer.store(store, "SAN=ip:127.0.0.1");
        try (RawServer server =
                SecureServer.of(store, client -> RawServer.say(client, OK + "\r\n"))) {
            Observation seen = probe(server.uri("https", "/")).look(LONG);
            String why = assertInstanceOf(Observation.Silence.class, seen).why();
            assertTrue(why.contains("certificat"), why);
        }
    }

    @Test
    void isSilenceWhenThereIsNoTls() throws Exception {
        try (RawServer server = RawServer.that(client -> RawServer.say(client, OK + "\r\nplain"))) {
            silence(server.uri("https", "/"));
        }
    }

    @Test
    void endsAtOnceWhenItIsClosedOrInterrupted() throws Exception {
        try (RawServer server = RawServer.that(client -> {})) {
            for (boolean byInterrupt : new boolean[] {false, true}) {
                HttpProbe probe = probe(server.uri("http", "/"));
                FutureTask<Observation> look = new FutureTask<>(() -> probe.look(LONG));
                Thread looker = new Thread(look);
                int before = server.requests().size();
                looker.start();
                Lab.await("a request", () -> server.requests().size() > before);
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
            }
        }
    }

    @Test
    void looksAgainAfterALookThatWasCutShort() throws Exception {
        boolean[] isWell = new boolean[1];
        try (RawServer server =
                RawServer.that(
                        client -> {
                            if (isWell[0]) {
                                RawServer.say(client, OK + "Content-Length: 0\r\n\r\n");
                            }
                        })) {
            HttpProbe probe = probe(server.uri("http", "/"));
            assertInstanceOf(Observation.Silence.class, probe.look(SHORT));
            isWell[0] = true;
            assertInstanceOf(Observation.Answer.class, probe.look(LONG));
            probe.close();
            assertInstanceOf(Observation.Unseen.class, probe.look(LONG));
        }
    }

    @Test
    void leavesNoDescriptorOpen() throws Exception {
        try (RawServer server = RawServer.saying("no HTTP\r\n")) {
            HttpProbe probe = probe(server.uri("http", "/"));
            probe.look(LONG);
            long before = descriptors();
            for (int i = 0; i < 20; i++) {
                probe.look(LONG);
            }
            // The server's own are closed with it.
            assertTrue(descriptors() - before <= 22, before + " and then " + descriptors());
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://localhost/",
                "/health",
                "http:///health",
                "http://a:b@localhost/",
                "http://localhost:70000/",
                "mailto:somebody"
            })
    void refusesWhatIsNoAddressOfHttp(String address) {
        assertThrows(IllegalArgumentException.class, () -> probe(URI.create(address)));
    }
}
