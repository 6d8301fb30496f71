package dev.ballast.launcher.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at JVMs in containers, and looks by a launcher that has little. */
class ProbeIT {
    private static final Proc PROC = Proc.host();
    private static final int SELF = (int) ProcessHandle.current().pid();
    private static final Duration LONG = Lab.longer(Duration.ofSeconds(20));
    private static final URI LOOPBACK = URI.create("http://127.0.0.1:18080/health");
    private static final String SERVES = "exec java -Xmx32m -cp /targets Serves 18080";

    @BeforeEach
    void needsRoot() {
        Lab.needsRoot();
    }

    private static LabContainer serving(String name, String... options) throws Exception {
        Lab.needsContainers();
        return LabContainer.start(name, List.of(options), "sh", "-c", SERVES);
    }

    /** Threads of this JVM that are in another network namespace than it is. */
    private static List<String> elsewhere() throws IOException {
        String own = PROC.namespace(SELF, "net");
        List<String> names = new ArrayList<>();
        for (var thread : PROC.threads(SELF).entrySet()) {
            Path link = PROC.path(SELF).resolve("task/" + thread.getKey() + "/ns/net");
            try {
                if (!Files.readSymbolicLink(link).toString().equals(own)) {
                    names.add(thread.getValue());
                }
            } catch (NoSuchFileException ended) {
                continue;
            }
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"net", "user,net"})
    void asksAServerOnTheLoopbackInterfaceOfAContainer(String own) throws Exception {
        try (LabContainer container = serving("prb-http", "--own", own)) {
            ProcessId jvm = PROC.id(container.jvmPid());
            try (HttpProbe probe = new HttpProbe(LOOPBACK, Place.HOST, jvm, PROC)) {
                Observation seen = probe.look(LONG);
                String why = assertInstanceOf(Observation.Silence.class, seen).why();
                assertTrue(why.contains("in=container"), why);
            }
            try (HttpProbe probe = new HttpProbe(LOOPBACK, Place.CONTAINER, jvm, PROC)) {
                for (int i = 0; i < 3; i++) {
                    Observation seen = probe.look(LONG);
                    var answer = assertInstanceOf(Observation.Answer.class, seen, seen.toString());
                    assertEquals(200.0, answer.numbers().get("status"));
                    assertEquals("hello", answer.texts().get("body"));
                    assertEquals(List.of("ballast-probe"), elsewhere());
                }
            }
            Lab.await("the probe's thread to end", () -> elsewhere().isEmpty());
        }
    }

    /** It then finds nobody there, which is a problem found. */
    @Test
    void staysInTheNetworkOfAJvmThatHasEnded() throws Exception {
        try (LabContainer container = serving("prb-gone", "--own", "net")) {
            ProcessId jvm = PROC.id(container.jvmPid());
            try (HttpProbe before = new HttpProbe(LOOPBACK, Place.CONTAINER, jvm, PROC);
                    HttpProbe after = new HttpProbe(LOOPBACK, Place.CONTAINER, jvm, PROC)) {
                assertInstanceOf(Observation.Answer.class, before.look(LONG));
                Lab.run("kill", "-KILL", jvm.toString());
                Lab.await("its end", () -> !PROC.isAlive(jvm));
                assertInstanceOf(Observation.Silence.class, before.look(LONG));
                Observation seen = after.look(LONG);
                String why = assertInstanceOf(Observation.Unseen.class, seen).why();
                assertTrue(why.contains("has exited"), why);
            }
        }
    }

    @Test
    void entersNoProcessThatHasTheNumberOfTheJvmByNow() throws Exception {
        ProcessId reused = new ProcessId(PROC.id(SELF).pid(), 1);
        try (HttpProbe probe = new HttpProbe(LOOPBACK, Place.CONTAINER, reused, PROC);
                CommandProbe command = new CommandProbe("true", Place.CONTAINER, reused, PROC)) {
            assertInstanceOf(Observation.Unseen.class, probe.look(LONG));
            assertInstanceOf(Observation.Unseen.class, command.look(LONG));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"net", "user,net"})
    void runsAProgramOfTheHostInTheNetworkOfAContainer(String own) throws Exception {
        try (LabContainer container = serving("prb-command", "--own", own)) {
            int pid = container.jvmPid();
            String command =
                    "readlink /proc/self/ns/net /proc/self/ns/mnt /proc/self/fd/0; echo $BALLAST_PID";
            try (CommandProbe probe =
                    new CommandProbe(command, Place.CONTAINER, PROC.id(pid), PROC)) {
                Observation seen = probe.look(LONG);
                var answer = assertInstanceOf(Observation.Answer.class, seen, seen.toString());
                assertNotEquals(PROC.namespace(SELF, "net"), PROC.namespace(pid, "net"));
                String expected =
                        String.join(
                                "\n",
                                PROC.namespace(pid, "net"),
                                PROC.namespace(SELF, "mnt"),
                                "/dev/null",
                                Integer.toString(pid));
                assertEquals(expected, answer.texts().get("output").strip());
            }
            assertEquals(List.of(), elsewhere());
        }
    }

    @Test
    void killsACommandInTheNetworkOfAContainer() throws Exception {
        try (LabContainer container = serving("prb-kill", "--own", "net")) {
            ProcessId jvm = PROC.id(container.jvmPid());
            String command = "setsid sleep 1000000007 & sleep 1000000007";
            try (CommandProbe probe = new CommandProbe(command, Place.CONTAINER, jvm, PROC)) {
                Observation seen = probe.look(Duration.ofMillis(500));
                String why = assertInstanceOf(Observation.Silence.class, seen).why();
                assertEquals("no end within 500 ms; killed", why);
            }
            Lab.await("nobody", () -> PROC.children(SELF).isEmpty());
            for (int pid : PROC.pids()) {
                assertFalse(isSleeping(pid), "it has left " + pid);
            }
        }
    }

    private static boolean isSleeping(int pid) {
        try {
            return PROC.commandLine(pid).contains("1000000007");
        } catch (IOException ended) {
            return false;
        }
    }

    private static String looks(List<String> before, String... after) throws IOException {
        String tests = ProbeIT.class.getProtectionDomain().getCodeSource().getLocation().getPath();
        List<String> words = new ArrayList<>(before);
        words.addAll(List.of("-cp", Lab.launcherJar() + ":" + tests, Looks.class.getName()));
        words.addAll(List.of(after));
        return Lab.run(words.toArray(String[]::new)).strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:18080/health", "true"})
    void namesTheCapabilityThatItLacks(String what) throws Exception {
        Lab.needsProgram("setpriv");
        List<String> as =
                List.of("setpriv", "--bounding-set=-sys_admin", "--inh-caps=-all", Lab.java());
        try (LabContainer container = serving("prb-lacks", "--own", "net")) {
            String pid = Integer.toString(container.jvmPid());
            String said = looks(as, "CONTAINER", pid, "5000", what);
            assertTrue(said.startsWith("Unseen[") && said.contains("CAP_SYS_ADMIN"), said);
        }
    }

    /** There is nothing to enter, so nothing is needed for it. */
    @Test
    void needsNoCapabilityWhereTheNetworkIsItsOwn() throws Exception {
        Lab.needsProgram("setpriv");
        List<String> as =
                List.of("setpriv", "--bounding-set=-sys_admin", "--inh-caps=-all", Lab.java());
        String said = looks(as, "CONTAINER", Integer.toString(SELF), "20000", "echo well");
        assertTrue(said.startsWith("Answer[") && said.contains("well"), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\n\r\n"})
    void endsInASmallHeapWhateverComesWithoutEnd(String begin) throws Exception {
        String line = "A: " + "b".repeat(10_000) + (begin.endsWith(": ") ? "" : "\r\n");
        try (RawServer server =
                RawServer.that(
                        client -> {
                            RawServer.say(client, begin);
                            while (true) {
                                RawServer.say(client, line);
                            }
                        })) {
            String uri = server.uri("http", "/").toString();
            String said =
                    looks(
                            List.of(Lab.java(), "-Xmx24m", "-XX:+ExitOnOutOfMemoryError"),
                            "HOST",
                            Integer.toString(SELF),
                            "3000",
                            uri);
            assertTrue(said.startsWith("Silence["), said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "yes & exit 0", "yes >&2 & setsid yes & exit 0"})
    void endsInASmallHeapWhateverACommandWrites(String command) throws Exception {
        String said =
                looks(
                        List.of(Lab.java(), "-Xmx24m", "-XX:+ExitOnOutOfMemoryError"),
                        "HOST",
                        Integer.toString(SELF),
                        "2000",
                        command);
        assertTrue(said.matches("(?s)(Silence|Answer)\\[.*"), said);
    }

    @Test
    void asksAServerWhoseCertificateTheJvmTrusts(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store");
        SecureServer.store(store, "SAN=ip:127.0.0.1");
        try (RawServer server =
                SecureServer.of(
                        store, client -> RawServer.say(client, "HTTP/1.1 200 OK\r\n\r\nwell"))) {
            String uri = server.uri("https", "/").toString();
            List<String> trusting =
                    List.of(
                            Lab.java(),
                            "-Djavax.net.ssl.trustStore=" + store,
                            "-Djavax.net.ssl.trustStorePassword=secret");
            String said = looks(trusting, "HOST", Integer.toString(SELF), "20000", uri);
            assertTrue(said.startsWith("Answer[") && said.contains("well"), said);
            String byName = uri.replace("127.0.0.1", "localhost"); // the certificate names it not
            String refused = looks(trusting, "HOST", Integer.toString(SELF), "20000", byName);
            assertTrue(refused.startsWith("Silence[") && refused.contains("localhost"), refused);
        }
    }
}
