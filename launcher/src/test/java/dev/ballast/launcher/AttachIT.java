package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import dev.ballast.launcher.lab.Untouched;
import dev.ballast.launcher.lab.Vm;
import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job on JVMs of this host, through the built jar. */
class AttachIT {
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"native", "direct"})
    void holdsTheBytesAskedForAndGivesThemBack(String area) throws Exception {
        try (Target target = Target.start("Idle", "-Xmx300m")) {
            warm(target);
            long before = target.residentBytes();
            try (LauncherRun run =
                    LauncherRun.start(
                            "attach",
                            target.pidText(),
                            "--add",
                            "200MiB",
                            "--hold",
                            "2s",
                            "--area",
                            area)) {
                run.awaitSaid("level reached");
                long during = target.residentBytes() - before;
                assertTrue(
                        during > 198 * MIB && during < 210 * MIB,
                        "RSS grew by " + during + run.said());
                assertEquals(0, run.exitCode(), run.said());
                assertTrue(run.out().contains("result: held"), run.said());
            }
            long after = target.residentBytes();
            assertTrue(
                    Math.abs(after - before) < before / 50,
                    before + " before, " + after + " after");
        }
    }

    static List<Path> everyJavaOfThisHost() throws IOException {
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .map(java -> java.toAbsolutePath().normalize())
                    .filter(java -> !Files.isSymbolicLink(java.getParent().getParent()))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("everyJavaOfThisHost")
    void holdsInEveryJvmOfThisHost(Path java) throws Exception {
        try (Target target = Target.start(List.of(java.toString()), "Idle");
                LauncherRun run =
                        LauncherRun.of(
                                "attach", target.pidText(), "--add", "100MiB", "--hold", "1s")) {
            assertEquals(0, run.exitCode(), run.said());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseSerialGC",
                "-XX:+UseParallelGC",
                "-XX:+UseZGC",
                "-XX:NativeMemoryTracking=detail",
                "-Xint",
                "-Xmx16m",
                "-Djava.io.tmpdir=/nonexistent"
            })
    void holdsWhateverTheJvmWasStartedWith(String option) throws Exception {
        try (Target target = Target.start("Idle", option)) {
            for (String area : List.of("native", "direct")) {
                try (LauncherRun run =
                        LauncherRun.of(
                                "attach",
                                target.pidText(),
                                "--add",
                                "10MiB",
                                "--hold",
                                "0",
                                "--area",
                                area)) {
                    assertEquals(0, run.exitCode(), run.said());
                    assertTrue(run.out().contains("10.0 MiB of it held by ballast"), run.said());
                }
            }
            assertTrue(target.isAlive());
        }
    }

    @Test
    void writesTheResultForMachines() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run =
                        LauncherRun.of(
                                "attach",
                                target.pidText(),
                                "--add",
                                "64MiB",
                                "--hold",
                                "1s",
                                "--json",
                                "-")) {
            assertEquals(0, run.exitCode(), run.said());
            Map<String, Object> result = JSON.std.mapFrom(run.out());
            assertEquals("HELD", result.get("outcome"));
            assertEquals(64 * MIB, ((Number) result.get("peakHeldBytes")).longValue());
            assertTrue(((Number) result.get("heldSeconds")).doubleValue() >= 1);
            assertEquals(true, result.get("released"));
        }
    }

    @Tag(Vm.ALSO)
    @Test
    void leavesNoThreadAndNoFileBehind() throws Exception {
        try (Target target = Target.start("Idle")) {
            warm(target);
            Path tmp = Path.of("/tmp");
            TreeSet<String> filesBefore = target.openFiles();
            int threadsBefore = Proc.host().status(target.pid()).threads();
            try (LauncherRun run =
                    LauncherRun.of("attach", target.pidText(), "--add", "64MiB", "--hold", "0")) {
                assertEquals(0, run.exitCode(), run.said());
            }
            Lab.await(
                    "the holder's thread ends",
                    () -> !Proc.host().threads(target.pid()).containsValue("ballast-holder"));
            assertEquals(filesBefore, target.openFiles());
            assertEquals(threadsBefore, Proc.host().status(target.pid()).threads());
            assertFalse(Untouched.hasPage(target.pid()));
            try (Stream<Path> left = Files.list(tmp)) {
                assertEquals(
                        0,
                        left.filter(file -> file.getFileName().toString().startsWith(".ballast"))
                                .count());
            }
        }
    }

    /**
     * Each load appends the jar's path to the system class path for ever. Somebody who makes a file
     * of that name later must not get his code into the target.
     */
    @Test
    void leavesNoPathThroughWhichOthersCanBringCode(@TempDir Path own) throws Exception {
        Path tmp = Path.of("/tmp");
        Path jar = jarWithWhatTheTargetMisses(own);
        try (Target target = Target.start("Misses");
                WatchService watch = tmp.getFileSystem().newWatchService()) {
            WatchKey created = tmp.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            for (int i = 0; i < 3; i++) {
                try (LauncherRun run =
                        LauncherRun.of(
                                "attach", target.pidText(), "--add", "40MiB", "--hold", "0")) {
                    assertEquals(0, run.exitCode(), run.said());
                }
            }
            List<Path> folders = new ArrayList<>();
            Lab.await("the three folders were seen", () -> ballastFolders(created, folders) >= 3);
            for (Path folder : folders) {
                Files.createDirectory(tmp.resolve(folder));
                Files.copy(jar, tmp.resolve(folder).resolve("agent.jar"));
            }
            try {
                target.process().getOutputStream().write('\n');
                target.process().getOutputStream().flush();
                target.awaitLine("MISSED");
            } finally {
                for (Path folder : folders) {
                    Files.delete(tmp.resolve(folder).resolve("agent.jar"));
                    Files.delete(tmp.resolve(folder));
                }
            }
        }
    }

    private static int ballastFolders(WatchKey created, List<Path> folders) {
        for (WatchEvent<?> event : created.pollEvents()) {
            if (event.context() instanceof Path name && name.toString().startsWith(".ballast-")) {
                folders.add(name);
            }
        }
        return folders.size();
    }

    private static Path jarWithWhatTheTargetMisses(Path folder) throws IOException {
        Path source = Files.createDirectory(folder.resolve("elsewhere")).resolve("Extra.java");
        Files.writeString(source, "package elsewhere; public class Extra {}");
        Lab.run("javac", "--release", "8", "-Xlint:-options", source.toString());
        Path jar = folder.resolve("extra.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("elsewhere/Extra.class"));
            out.write(Files.readAllBytes(source.resolveSibling("Extra.class")));
        }
        return jar;
    }

    @Test
    void aDryRunTouchesNothing() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run =
                        LauncherRun.of("attach", target.pidText(), "--add", "64MiB", "--dry-run")) {
            assertEquals(0, run.exitCode(), run.said());
            assertTrue(run.out().contains("will hold  64.0 MiB"), run.said());
            assertFalse(Files.exists(Path.of("/tmp/.java_pid" + target.pid())));
            assertEquals("", target.endAndRead());
        }
    }

    @Test
    void anInterruptedRunGivesBackAndHasItsOwnExitCode() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run = LauncherRun.holding(target, "100MiB")) {
            run.signal("INT");
            assertEquals(6, run.exitCode(), run.said());
            assertTrue(run.out().contains("stopped by the user"), run.said());
            assertTrue(run.out().contains("given back, the agent has confirmed it"), run.said());
        }
    }

    @Test
    void aTargetThatEndsIsNotASuccess() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run = LauncherRun.holding(target, "100MiB")) {
            target.process().destroyForcibly();
            assertEquals(4, run.exitCode(), run.said());
        }
    }

    @Test
    void aLevelThatIsNotReachedInTimeIsInconclusive() throws Exception {
        try (Target target = Target.start("Idle");
                LauncherRun run =
                        LauncherRun.of(
                                "attach",
                                target.pidText(),
                                "--add",
                                "100MiB",
                                "--rate",
                                "1MiB/s",
                                "--timeout",
                                "2s")) {
            assertEquals(5, run.exitCode(), run.said());
            assertTrue(run.out().contains("not reached"), run.said());
        }
    }

    @Test
    void twoRunsAfterEachOtherBothHold() throws Exception {
        try (Target target = Target.start("Idle")) {
            for (int i = 0; i < 2; i++) {
                try (LauncherRun run =
                        LauncherRun.of(
                                "attach", target.pidText(), "--add", "64MiB", "--hold", "0")) {
                    assertEquals(0, run.exitCode(), run.said());
                }
            }
        }
    }

    /** The first attach costs the JVM its attach listener, compiled code and touched heap, once. */
    private static void warm(Target target) throws Exception {
        try (LauncherRun run =
                LauncherRun.of("attach", target.pidText(), "--add", "40MiB", "--hold", "1s")) {
            assertEquals(0, run.exitCode(), run.said());
        }
    }
}
