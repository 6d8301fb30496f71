package dev.ballast.launcher.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Against the kernel that runs the tests. */
class UnnamedFileTest {
    private static final int MIB = 1 << 20;
    private static final long O_CLOEXEC = 02000000;

    private final UnnamedFile file = open();

    private static UnnamedFile open() {
        try {
            return UnnamedFile.inMemory("memory-file-test");
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private void append(int bytes) throws IOException {
        try (FileOutputStream out = new FileOutputStream(file.reopenPath().toFile(), true)) {
            out.write(new byte[bytes]);
        }
    }

    /** What the kernel has in memory for it, which its size does not say: it may have holes. */
    private long residentBytes() throws IOException {
        String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + number();
        Process stat = new ProcessBuilder("stat", "-L", "-c", "%b", path).start();
        return 512 * Long.parseLong(new String(stat.getInputStream().readAllBytes()).strip());
    }

    private String number() {
        return file.reopenPath().getFileName().toString();
    }

    private static List<String> openFiles() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.map(UnnamedFileTest::target).toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    @Test
    void growsByWhatIsAppended() throws IOException {
        try (file) {
            assertEquals(0, file.sizeBytes());
            append(3 * MIB);
            append(MIB);
            assertEquals(4 * MIB, file.sizeBytes());
            assertEquals(4 * MIB, residentBytes());
        }
    }

    @Test
    void freesWhatIsCut() throws IOException {
        try (file) {
            append(4 * MIB);
            file.truncate(MIB);
            assertEquals(MIB, file.sizeBytes());
            assertEquals(MIB, residentBytes());
            append(MIB);
            assertEquals(2 * MIB, residentBytes());
            file.truncate(0);
            assertEquals(0, residentBytes());
        }
    }

    @Test
    void isInheritedByNoProgram() throws IOException {
        try (file) {
            String flags =
                    Files.readAllLines(Path.of("/proc/self/fdinfo", number())).stream()
                            .filter(line -> line.startsWith("flags:"))
                            .findFirst()
                            .orElseThrow();
            long value = Long.parseLong(flags.substring("flags:".length()).strip(), 8);
            assertEquals(O_CLOEXEC, value & O_CLOEXEC);
        }
    }

    @Test
    void isGoneWhenItIsClosed() throws IOException {
        String name = "/memfd:memory-file-test";
        assertTrue(openFiles().stream().anyMatch(open -> open.startsWith(name)));
        file.close();
        file.close();
        assertTrue(openFiles().stream().noneMatch(open -> open.startsWith(name)));
        assertThrows(IOException.class, file::sizeBytes);
    }
}
