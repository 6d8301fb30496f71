package dev.ballast.launcher.target;

import dev.ballast.launcher.linux.Descriptor;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStatus;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads what a JVM has written of itself: its hsperfdata file, else the {@code release} file of its
 * JDK and its command line. What of that is missing or not understood is not known, never an error.
 */
final class JvmDetailsReader {
    /** Debian's has 1.3 KiB; it names every module. */
    private static final int LONGEST_RELEASE_BYTES = 64 * 1024;

    private final Proc proc;

    JvmDetailsReader(Proc proc) {
        this.proc = proc;
    }

    JvmDetails read(ProcessId process, ProcessStatus status, JvmFiles files) throws IOException {
        JavaCommand typed = JavaCommand.of(proc.commandLine(process.pid()));
        try (Descriptor root = Descriptor.ofFolder(proc.path(process.pid()).resolve("root"))) {
            PerfData data = perfData(root, status, files);
            JavaCommand command = data.text("sun.rt.javaCommand").map(typed::as).orElse(typed);
            Optional<String> version = data.text("java.property.java.version");
            Map<String, String> release =
                    version.isPresent() ? Map.of() : release(root, files.library().orElse(""));
            return new JvmDetails(
                    version.or(() -> Optional.ofNullable(release.get("JAVA_VERSION"))),
                    data.text("java.property.java.vm.vendor")
                            .or(() -> Optional.ofNullable(release.get("IMPLEMENTOR"))),
                    command.main(),
                    command.arguments(),
                    size(data.heapUsed()),
                    size(data.heapMax()));
        }
    }

    private static Optional<ByteSize> size(OptionalLong bytes) {
        return bytes.isPresent() && bytes.getAsLong() >= 0
                ? Optional.of(new ByteSize(bytes.getAsLong()))
                : Optional.empty();
    }

    /** HotSpot makes it as its own user: another's file is not what it has written. */
    private static PerfData perfData(Descriptor root, ProcessStatus status, JvmFiles files) {
        Optional<String> path = files.perfData(status.innermostPid());
        if (path.isEmpty()) {
            return PerfData.NONE; // -XX:-UsePerfData
        }
        try (Descriptor file = root.entryInRoot(path.get())) {
            return file.status().uid() == status.uid()
                    ? PerfData.parse(ByteBuffer.wrap(file.content(PerfData.LONGEST_BYTES)))
                    : PerfData.NONE;
        } catch (IOException | IllegalArgumentException notReadable) {
            return PerfData.NONE;
        }
    }

    /**
     * Beside the folder of {@code lib/server/libjvm.so}, from 9 on: lines {@code
     * JAVA_VERSION="17.0.15"}.
     */
    private static Map<String, String> release(Descriptor root, String library) {
        Map<String, String> fields = new HashMap<>();
        String home = library.substring(0, Math.max(0, library.lastIndexOf("/lib/")));
        try (Descriptor file = root.entryInRoot(home + "/release")) {
            byte[] text = file.content(LONGEST_RELEASE_BYTES);
            for (String line : new String(text, StandardCharsets.UTF_8).split("\n")) {
                int equals = line.indexOf("=\"");
                if (equals > 0 && line.length() > equals + 2 && line.endsWith("\"")) {
                    fields.put(
                            line.substring(0, equals),
                            line.substring(equals + 2, line.length() - 1));
                }
            }
            return fields;
        } catch (IOException notThere) {
            return Map.of();
        }
    }
}
