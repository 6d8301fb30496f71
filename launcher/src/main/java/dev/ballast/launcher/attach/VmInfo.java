package dev.ballast.launcher.attach;

import dev.ballast.launcher.proc.UntrustedText;
import java.time.Duration;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What HotSpot prints for {@code VM.info} (VMError::print_vm_info), which is what it writes when it
 * crashes. From a 17:
 *
 * <pre>
 * #
 * # JRE version: OpenJDK Runtime Environment (17.0.21.1+2) (build 17.0.21.1+2-1-deb12u1-Debian)
 * ...
 * ---------------  P R O C E S S  ---------------
 *
 * OutOfMemory and StackOverflow Exception counts:
 * OutOfMemoryError java_heap_errors=5
 * StackOverflowErrors=2
 *
 * Heap address: 0x00000000fc000000, size: 64 MB, Compressed Oops mode: 32-bit
 * ...
 * Heap:
 * </pre>
 *
 * Kinds that are 0 have no line, and the section is missing when all are. What follows the heap may
 * be the application's words, such as environment variables.
 */
final class VmInfo {
    /** A JVM that is short of processor time or of memory takes longer than its 50 ms. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final String FIRST = "# JRE version:";
    private static final String PROCESS = "---------------  P R O C E S S  ---------------";
    private static final String COUNTS = "OutOfMemory and StackOverflow Exception counts:";
    private static final String HEAP = "Heap:";

    /** The JVM's counters are ints. */
    private static final Pattern COUNT =
            Pattern.compile("OutOfMemoryError (\\w{1,40})=(\\d{1,10})");

    private VmInfo() {}

    /**
     * @throws IllegalArgumentException when it is no such text, or its counts are not understood
     */
    static OutOfMemoryErrors.Counted outOfMemoryErrors(String text) {
        Iterator<String> lines = text.lines().iterator();
        skipTo(FIRST, lines);
        skipTo(PROCESS, lines);
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.equals(COUNTS)) {
                return counts(lines);
            }
            if (line.equals(HEAP)) {
                return OutOfMemoryErrors.Counted.NONE;
            }
        }
        throw endsBefore(HEAP);
    }

    private static void skipTo(String beginning, Iterator<String> lines) {
        while (lines.hasNext()) {
            if (lines.next().startsWith(beginning)) {
                return;
            }
        }
        throw endsBefore(beginning);
    }

    private static IllegalArgumentException endsBefore(String line) {
        return new IllegalArgumentException(
                "not what HotSpot answers to VM.info: it ends before `" + line + "`");
    }

    private static OutOfMemoryErrors.Counted counts(Iterator<String> lines) {
        long javaHeap = 0;
        long metaspace = 0;
        long classMetaspace = 0;
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isEmpty()) {
                return new OutOfMemoryErrors.Counted(javaHeap, metaspace, classMetaspace);
            }
            if (line.startsWith("OutOfMemoryError")) {
                Matcher count = COUNT.matcher(line);
                switch (count.matches() ? count.group(1) : "") {
                    case "java_heap_errors" -> javaHeap = Long.parseLong(count.group(2));
                    case "metaspace_errors" -> metaspace = Long.parseLong(count.group(2));
                    case "class_metaspace_errors" ->
                            classMetaspace = Long.parseLong(count.group(2));
                    default ->
                            throw new IllegalArgumentException(
                                    "not a count of HotSpot's: " + UntrustedText.printable(line));
                }
            }
        }
        throw endsBefore(HEAP);
    }
}
