package dev.ballast.launcher.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** What the tests run on: the built jar, the target programs, and what this machine can do. */
public final class Lab {
    private static final Path PROJECT = Path.of(System.getProperty("ballast.project")).normalize();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Lab() {}

    public static Path launcherJar() {
        return Path.of(System.getProperty("ballast.launcher"));
    }

    public static Path agentJar() {
        return PROJECT.resolve("agent/target/agent.jar");
    }

    /** Something of the lab's own folder. */
    public static Path script(String name) {
        return PROJECT.resolve("lab").resolve(name);
    }

    /** The java that runs the tests. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The folder with the target programs, compiled for the oldest JVM; built once. */
    public static synchronized Path targets() throws IOException {
        Path classes = PROJECT.resolve("launcher/target/targets");
        Path sources = PROJECT.resolve("launcher/src/test/targets");
        Files.createDirectories(classes);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> files = Files.list(sources)) {
            Stream<String> options =
                    Stream.of("--release", "8", "-Xlint:-options", "-d", classes.toString());
            String[] arguments =
                    Stream.concat(options, files.map(Path::toString)).toArray(String[]::new);
            if (compiler.run(null, null, null, arguments) != 0) {
                throw new IOException("the target programs do not compile");
            }
        }
        return classes;
    }

    /** Skips the test, naming what is missing, where containers cannot be run. */
    public static void needsContainers() {
        needsRoot();
        needsProgram("runc");
        needsProgram("mmdebstrap");
    }

    public static void needsRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "missing here: root");
    }

    public static void needsProgram(String name) {
        boolean isThere =
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        assumeTrue(isThere, "missing here: " + name);
    }

    /** Looks until it is so. Fails, saying what was waited for, when it does not become so. */
    public static void await(String what, Callable<Boolean> isSo) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain: " + what);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Runs a command to its end; its output. Fails when it fails. */
    public static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(List.of(command) + " failed: " + text);
            }
            return text;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
