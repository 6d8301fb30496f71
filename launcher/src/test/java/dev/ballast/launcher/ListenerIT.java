package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LabContainer;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The target's attach listener, in the states that it is met in. */
class ListenerIT {
    private static final Path TMP = Path.of("/tmp");

    /** With its socket it would answer later, without one it would print a thread dump later. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStoppedJvmIsRefusedAndHearsNothing(boolean hasListener) throws Exception {
        try (Target target = Target.start("Idle")) {
            if (hasListener) {
                assertHolds(target.pid());
            }
            TreeSet<String> files = ofTarget(target);
            target.signal("STOP");
            Lab.await("it stops", () -> Proc.host().stat(target.pid()).isStopped());
            assertRefused(target.pid(), "is stopped (SIGSTOP");
            target.signal("CONT");
            assertEquals(files, ofTarget(target));
            assertTrue(target.isAlive());
            assertEquals("", target.endAndRead());
        }
    }

    @Test
    void aJvmInAPausedContainerIsRefusedAndHearsNothing() throws Exception {
        Lab.needsContainers();
        try (LabContainer container =
                LabContainer.start(
                        "kinds-paused", List.of(), "sh", "-c", "java -cp /targets Idle & wait")) {
            int pid = container.jvmPid();
            Lab.run("runc", "pause", container.name());
            try {
                assertRefused(pid, "is frozen (its container is paused)");
            } finally {
                Lab.run("runc", "resume", container.name());
            }
            assertEquals(new TreeSet<>(), container.tmp());
            assertHolds(pid);
            assertFalse(container.log().contains("Full thread dump"), container.log());
        }
    }

    @Test
    void aListenerThatIsThereFromTheStartIsNotAskedFor() throws Exception {
        try (Target target = Target.start("Idle", "-XX:+StartAttachListener")) {
            Lab.await("its socket", () -> Files.exists(socket(target)));
            assertHolds(target.pid());
            assertEquals("", target.endAndRead());
        }
    }

    @Test
    void theListenerIsInTmpWhereverElseTheJvmKeepsItsFiles() throws Exception {
        List<String> java = List.of("env", "TMPDIR=/nonexistent", Lab.java());
        try (Target target = Target.start(java, "Idle", "-Djava.io.tmpdir=/nonexistent")) {
            assertHolds(target.pid());
            assertTrue(Files.exists(socket(target)));
            assertEquals("", target.endAndRead());
        }
    }

    /** A flag of 28; an older JVM takes it when it is told to ignore what it does not know. */
    @Test
    void aListenerElsewhereIsNotLookedForInTmp() throws Exception {
        try (Target target =
                Target.start(
                        "Idle",
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "-XX:AltTempDir=/nonexistent")) {
            assertRefused(target.pid(), "was started with -XX:AltTempDir");
            assertEquals(new TreeSet<>(), ofTarget(target));
            assertEquals("", target.endAndRead());
        }
    }

    /** No OpenJ9 is to be had here, so it is a JVM with a library that is called as its is. */
    @Test
    void openJ9IsRefusedThoughItHasALibjvm(@TempDir Path folder) throws Exception {
        Path library = folder.resolve("libj9vm29.so");
        Files.copy(Path.of(System.getProperty("java.home"), "lib", "libjsig.so"), library);
        List<String> java = List.of("env", "LD_PRELOAD=" + library, Lab.java());
        try (Target target = Target.start(java, "Idle")) {
            assertRefused(target.pid(), "is OpenJ9, whose attach works in another way");
            assertEquals(new TreeSet<>(), ofTarget(target));
            assertEquals("", target.endAndRead());
        }
    }

    @Test
    void aClassLoaderThatTakesNoAgentsIsNamed() throws Exception {
        try (Target target = Target.start("Idle", "-Djava.system.class.loader=OwnLoader");
                LauncherRun run =
                        LauncherRun.of("attach", target.pidText(), "--add=40MiB", "--hold=0")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.said().contains("(101): see -Djava.system.class.loader"), run.said());
            assertTrue(target.isAlive());
            assertEquals(
                    new TreeSet<>(List.of(socket(target).getFileName().toString())),
                    ofTarget(target));
        }
    }

    /** From 23 on; 25 warns of it unless it is denied, and the agent does not use it. */
    @ParameterizedTest
    @CsvSource({"25,native", "26,direct"})
    void aJvmThatDeniesUnsafeHolds(String jdk, String area) throws Exception {
        Lab.needsContainers();
        try (LabContainer container =
                LabContainer.start(
                        "kinds-deny-" + jdk,
                        List.of("--jdk", jdk),
                        "java",
                        "--sun-misc-unsafe-memory-access=deny",
                        "-cp",
                        "/targets",
                        "Idle")) {
            assertHolds(container.jvmPid(), "--area", area);
            assertFalse(container.log().contains("Unsafe"), container.log());
        }
    }

    private static void assertHolds(int pid, String... options) throws Exception {
        List<String> words =
                Stream.concat(
                                Stream.of(
                                        "attach", Integer.toString(pid), "--add=40MiB", "--hold=0"),
                                Stream.of(options))
                        .toList();
        try (LauncherRun run = LauncherRun.of(words.toArray(String[]::new))) {
            assertEquals(0, run.exitCode(), run.said());
        }
    }

    private static void assertRefused(int pid, String why) throws Exception {
        try (LauncherRun run = LauncherRun.of("attach", Integer.toString(pid), "--add=40MiB")) {
            assertEquals(1, run.exitCode(), run.said());
            assertTrue(run.err().contains(why), run.said());
        }
    }

    private static Path socket(Target target) {
        return TMP.resolve(".java_pid" + target.pid());
    }

    /** What there is in /tmp that attaching to it can have left. */
    private static TreeSet<String> ofTarget(Target target) throws IOException {
        try (Stream<Path> files = Files.list(TMP)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("_pid" + target.pid()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
