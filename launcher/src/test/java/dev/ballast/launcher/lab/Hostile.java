package dev.ballast.launcher.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.proc.Proc;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an attack from a container is measured by: a folder of the host that anybody may write to,
 * and what an attacked launcher must look like at its end.
 */
public final class Hostile {
    /** What can be in the place of a file, as {@link #plant} understands it. */
    public static final List<String> PLANTS =
            List.of("absolute link", "parent link", "magic link", "fifo", "device", "folder");

    /** Whose log lines are counted: HotSpot's answer to a signal that it takes for no attach. */
    private static final Pattern DUMP = Pattern.compile("Full thread dump");

    private static final String SMALL_HEAP = "-Xmx32m";

    /** After a hundredth of the calls: a run of two seconds is then like one of minutes. */
    private static final String SOON_COMPILED = " -XX:CompileThresholdScaling=0.01";

    private final Path journals;
    private final Path marker;
    private final String before;

    private Hostile(Path journals, Path marker) throws IOException {
        this.journals = journals;
        this.marker = marker;
        this.before = look();
    }

    public static Hostile withJournalsIn(Path journals) throws IOException {
        Path marker = Files.createTempDirectory("hostile-marker");
        Files.setPosixFilePermissions(marker, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(marker.resolve("page"), "the host's");
        return new Hostile(journals, marker);
    }

    /** A folder of the host, which a link in a container must not lead to. */
    public Path marker() {
        return marker;
    }

    private String look() throws IOException {
        return Files.getLastModifiedTime(marker) + Files.readString(marker.resolve("page"));
    }

    public void assertHostUntouched() throws IOException {
        assertEquals(before, look());
        Files.delete(marker.resolve("page"));
        Files.delete(marker);
    }

    /** Puts something where the launcher will look, as its name is for the container's JVM. */
    public Path plant(LabContainer container, String prefix, String what, int owner)
            throws IOException {
        int inside = Proc.host().status(container.jvmPid()).innermostPid();
        Path file = container.tmpFolder().resolve(prefix + inside);
        Lab.run("sh", "-c", command(what, file, marker.resolve("planted")));
        Lab.run("chown", "-h", owner + ":" + owner, file.toString());
        return file;
    }

    /** What makes it at that place, for a shell. */
    private static String command(String what, Path file, Path elsewhere) {
        return switch (what) {
            case "absolute link" -> "ln -s " + elsewhere + " " + file;
            case "parent link" -> "ln -s ../../../../../.." + elsewhere + " " + file;
            case "magic link" -> "ln -s /proc/self/root" + elsewhere + " " + file;
            case "fifo" -> "mkfifo " + file;
            case "device" -> "mknod " + file + " c 1 7";
            default -> "mkdir -m 1777 " + file;
        };
    }

    /** A JVM of the lab's with a root of its own, in which that is in the place of /tmp. */
    public Target targetWithTmp(Path root, String what) throws IOException {
        String rootfs = Lab.run(Lab.script("rootfs").toString(), "17").strip();
        String script =
                String.join(
                        " && ",
                        "mount -t tmpfs tmpfs " + root,
                        "cd " + root,
                        "mkdir usr etc proc dev targets",
                        "for d in usr etc; do mount --bind " + rootfs + "/$d $d || exit 1; done",
                        "for d in proc dev; do mount --rbind /$d $d || exit 1; done",
                        "mount --bind " + Lab.targets() + " targets",
                        "for d in bin lib lib64; do ln -s usr/$d $d; done",
                        command(what, Path.of("tmp"), marker),
                        "exec chroot --userspec=1000:1000 . java -cp /targets Idle");
        return Target.start(List.of("unshare", "-m", "sh", "-c", script, "sh"), "Idle");
    }

    public static void remove(Path planted) throws IOException {
        assertTrue(Files.exists(planted, LinkOption.NOFOLLOW_LINKS), "it was removed: " + planted);
        Files.delete(planted);
    }

    /** A short run in a small heap, to its end or not. */
    public LauncherRun attach(LabContainer container) throws Exception {
        return attach(container.jvmPid());
    }

    public LauncherRun attach(int jvm) throws Exception {
        return start(SMALL_HEAP, "attach", Integer.toString(jvm), "--add=40MiB", "--hold=0");
    }

    /** A long one that has reached its level. */
    public LauncherRun hold(LabContainer container) throws Exception {
        String jvm = Integer.toString(container.jvmPid());
        LauncherRun run =
                start(SMALL_HEAP + SOON_COMPILED, "attach", jvm, "--add=40MiB", "--hold=10m");
        run.awaitSaid("level reached");
        return run;
    }

    public LauncherRun guard(LabContainer container) throws Exception {
        String first = Integer.toString(container.firstPid());
        return start(SMALL_HEAP, "guard", first, "--score=100", "--scores-by=direct");
    }

    private LauncherRun start(String options, String... arguments) throws Exception {
        ProcessBuilder as = Lab.alone(journals);
        as.environment().put("JDK_JAVA_OPTIONS", options);
        return LauncherRun.start(as, arguments);
    }

    public void assertRefused(LauncherRun run, LabContainer container, String words)
            throws Exception {
        assertEquals(1, run.exitCode(), run.said());
        assertTrue(run.said().contains(words), run.said());
        assertEquals(0, dumps(container), container.log());
        assertEndedWell(run, container);
    }

    public void assertHeld(LauncherRun run, LabContainer container) throws Exception {
        assertEquals(0, run.exitCode(), run.said());
        assertEquals(0, dumps(container), container.log());
        assertEndedWell(run, container);
    }

    /** Whatever its result: it says no more than words, and leaves nothing. */
    public void assertEndedWell(LauncherRun run, LabContainer container) throws Exception {
        run.exitCode();
        assertPrintable(run);
        assertFalse(run.said().matches("(?s).*(\tat |InternalError).*"), run.said());
        assertTrue(Files.isDirectory(Proc.host().path(container.firstPid())), "it has ended");
        assertEquals(List.of(), leftIn(container), run.said());
        assertEquals(List.of(), leftIn(journals.resolve("ballast")), run.said());
    }

    /** The files of ours; a link of that name is the attacker's. */
    private static List<String> leftIn(LabContainer container) throws IOException {
        List<String> left = new ArrayList<>();
        for (String name : new TreeSet<>(container.tmp())) {
            Path file = container.tmpFolder().resolve(name);
            if (name.startsWith(".ballast-") && !Files.isSymbolicLink(file)) {
                left.add(name);
            }
        }
        return left;
    }

    private static List<String> leftIn(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).toList();
        }
    }

    public static void assertPrintable(LauncherRun run) throws IOException {
        String said = run.out() + run.err();
        assertFalse(Pattern.compile("[\\p{C}&&[^\\n]]").matcher(said).find(), escaped(said));
    }

    private static String escaped(String text) {
        return text.replace("\033", "<ESC>").replace("\r", "<CR>");
    }

    /** How often the container's JVM was asked for a thread dump. */
    public static long dumps(LabContainer container) throws IOException {
        return DUMP.matcher(container.log()).results().count();
    }

    public static boolean isHeld(LabContainer container) throws IOException {
        return Proc.host().threads(container.jvmPid()).containsValue("ballast-holder");
    }

    /** Writes into the page of a run, as the target's user may, through the JVM's own mapping. */
    public void spoilPage(LabContainer container, String how) throws IOException {
        int jvm = container.jvmPid();
        for (String line : Files.readAllLines(Proc.host().path(jvm).resolve("maps"))) {
            if (line.endsWith("/page (deleted)")) {
                String range = line.substring(0, line.indexOf(' '));
                Path page = Proc.host().path(jvm).resolve("map_files").resolve(range);
                try (RandomAccessFile file = new RandomAccessFile(page.toFile(), "rw")) {
                    spoil(file, how);
                } catch (java.io.FileNotFoundException unmapped) {
                    return;
                }
            }
        }
    }

    private static void spoil(RandomAccessFile page, String how) throws IOException {
        switch (how) {
            case "truncated" -> page.setLength(0);
            case "zeros" -> page.write(new byte[4096]);
            case "sizes" -> put(page, 1040, -1, Long.MIN_VALUE, Long.MAX_VALUE, -2, -3);
            case "state" -> put(page, 1024, 99);
            default -> {
                byte[] text = "\033]0;owned\007\033[2J\r\n".getBytes(StandardCharsets.US_ASCII);
                page.seek(2056);
                page.write(text);
                put(page, 2048, text.length);
                put(page, 1024, 6);
            }
        }
    }

    private static void put(RandomAccessFile page, int at, long... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.nativeOrder());
        for (long value : values) {
            bytes.putLong(value);
        }
        page.seek(at);
        page.write(bytes.array());
    }
}
