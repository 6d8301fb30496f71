package dev.ballast.launcher.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** What the tests run on: the built jar, the target programs, and what this machine can do. */
public final class Lab {
    /** How many times as long everything may take here: more than 1 where the CPU is emulated. */
    private static final int SLOWNESS = Integer.getInteger("ballast.patience", 1);

    private static final Duration PATIENCE = longer(Duration.ofSeconds(30));

    /** Between two looks, which take their time of those who are looked at. */
    private static final Duration LOOK = longer(Duration.ofMillis(2));

    private Lab() {}

    public static Path launcherJar() {
        return Path.of(System.getProperty("ballast.launcher"));
    }

    /** Options for the launcher's JVM: none, or what makes it start sooner where that is slow. */
    static List<String> launcherOptions() {
        String options = System.getProperty("ballast.launcher.options");
        return options == null ? List.of() : List.of(options.split(" "));
    }

    public static Path agentJar() {
        return project().resolve("agent/target/agent.jar");
    }

    /** Files that tests bring with them. */
    static Path resources() {
        return Path.of(System.getProperty("basedir", "launcher")).resolve("src/test/resources");
    }

    private static Path project() {
        return Path.of(System.getProperty("ballast.project")).normalize();
    }

    /** Something of the lab's own folder. */
    public static Path script(String name) {
        return Path.of(System.getProperty("ballast.lab")).normalize().resolve(name);
    }

    /** That much time, or more on a machine that is slow. */
    public static Duration longer(Duration duration) {
        return duration.multipliedBy(SLOWNESS);
    }

    /** The option for a hold that leaves time to look at it. */
    public static String hold(int seconds) {
        return "--hold=" + longer(Duration.ofSeconds(seconds)).toSeconds() + "s";
    }

    /** The JDKs that a container can be started with. */
    public static List<String> jdksForContainers() {
        return List.of(System.getProperty("ballast.jdks", "8,11,17,21,25,26").split(","));
    }

    /** The java that runs the tests. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The folder with the target programs; built once, where somebody else has not built it. */
    public static synchronized Path targets() throws IOException {
        String built = System.getProperty("ballast.targets");
        return built == null ? compiledTargets() : Path.of(built);
    }

    /** For the oldest JVM. */
    private static Path compiledTargets() throws IOException {
        Path classes = project().resolve("launcher/target/targets");
        Path sources = project().resolve("launcher/src/test/targets");
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
        if (System.getenv("BALLAST_ROOTFS") == null) {
            needsProgram("mmdebstrap");
        }
    }

    public static void needsRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "missing here: root");
    }

    public static void needsProgram(String name) {
        assumeTrue(found(name).isPresent(), "missing here: " + name);
    }

    /** Where a program is that the test needs. */
    public static Path program(String name) {
        needsProgram(name);
        return found(name).get();
    }

    private static Optional<Path> found(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts launchers that see no other run of this user: their journals are in a folder of their
     * own.
     */
    public static ProcessBuilder alone(Path folder) throws IOException, InterruptedException {
        ProcessBuilder as = new ProcessBuilder();
        if ("root".equals(System.getProperty("user.name"))) {
            needsProgram("unshare");
            boolean isAllowed = new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0;
            assumeTrue(isAllowed, "missing here: CAP_SYS_ADMIN");
            String script = "mount --bind " + folder + " /run && exec \"$@\"";
            return as.command("unshare", "-m", "sh", "-c", script, "sh");
        }
        as.environment().put("XDG_RUNTIME_DIR", folder.toString());
        return as;
    }

    public static void needsFreeMemory(long bytes) throws IOException {
        long available = Proc.host().hostMemory().available().bytes();
        assumeTrue(available > bytes, "missing here: " + (bytes >> 20) + " MiB of free memory");
    }

    /** Looks until it is so. Fails, saying what was waited for, when it does not become so. */
    public static void await(String what, Callable<Boolean> isSo) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain: " + what);
            }
            LockSupport.parkNanos(LOOK.toNanos());
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
