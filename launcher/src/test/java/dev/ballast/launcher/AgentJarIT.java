package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.LauncherRun;
import dev.ballast.launcher.lab.Target;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is brought into somebody else's JVM is small, old enough, and asks for little. */
class AgentJarIT {
    private static final int JAVA_8_CLASS_FILE = 52;

    @Test
    void isAtMost60KiB() throws IOException {
        assertTrue(
                Files.size(Lab.agentJar()) <= 60 << 10, "agent.jar: " + Files.size(Lab.agentJar()));
    }

    /** The last two only for a load that asks the JVM for its own count. */
    @Test
    void needsNothingBeyondJavaBaseAndInstrument() throws IOException {
        String jdeps = Path.of(System.getProperty("java.home"), "bin", "jdeps").toString();
        String summary = Lab.run(jdeps, "-s", Lab.agentJar().toString());
        TreeSet<String> modules =
                summary.lines()
                        .map(line -> line.substring(line.indexOf("-> ") + 3))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                new TreeSet<>(
                        List.of(
                                "java.base",
                                "java.instrument",
                                "java.management",
                                "jdk.management")),
                modules);
    }

    @Test
    void isJava8BytecodeOfOurOwnPackagesOnly() throws IOException {
        try (JarFile jar = new JarFile(Lab.agentJar().toFile())) {
            int classes = 0;
            for (JarEntry entry :
                    jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
                assertTrue(entry.getName().startsWith("dev/ballast/agent/"), entry.getName());
                try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
                    in.skipBytes(6);
                    assertEquals(JAVA_8_CLASS_FILE, in.readUnsignedShort(), entry.getName());
                }
                classes++;
            }
            assertTrue(classes > 5);
        }
    }

    /** Counted by the JVM itself, after a full collection, while the agent holds. */
    @Test
    void takesOneThreadAndAtMost200KiBOfTheHeap() throws Exception {
        try (Target target = Target.start("Idle")) {
            liveHeapBytes(target); // loads what jcmd itself leaves in the target
            long before = liveHeapBytes(target);
            int threadsBefore = threads(target);
            try (LauncherRun run = LauncherRun.holding(target, "64MiB")) {
                long used = liveHeapBytes(target) - before;
                assertEquals(threadsBefore + 1, threads(target));
                assertTrue(used <= 200 << 10, "the agent keeps " + used + " bytes of the heap");
                run.signal("TERM");
                assertEquals(6, run.exitCode(), run.said());
            }
        }
    }

    private static long liveHeapBytes(Target target) throws IOException {
        String histogram = jcmd(target, "GC.class_histogram");
        String total =
                histogram
                        .lines()
                        .filter(line -> line.startsWith("Total"))
                        .findFirst()
                        .orElseThrow();
        return Long.parseLong(total.strip().split("\\s+")[2]);
    }

    /** The application's and ours: the JVM's own threads are not in this list. */
    private static int threads(Target target) throws IOException {
        String dump = jcmd(target, "Thread.print");
        return (int)
                dump.lines()
                        .filter(line -> line.startsWith("\"") && line.contains("#"))
                        .filter(line -> !line.startsWith("\"Attach Listener\""))
                        .count();
    }

    private static String jcmd(Target target, String command) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Lab.run(jcmd, target.pidText(), command);
    }
}
