package dev.ballast.launcher.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On the beginning of what real JVMs have answered, which are the seeds of the fuzzed ones. */
class VmInfoTest {
    private static final String COUNTS = "OutOfMemory and StackOverflow Exception counts:\n";

    private static String seed(String name) throws IOException {
        try (InputStream file = VmInfoTest.class.getResourceAsStream("/fuzz/vminfo/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** 11, 17, 26 with five errors; 17, and ZGC on 11 and 25, with none; every kind. */
    @ParameterizedTest
    @CsvSource({
        "01, 5, 0, 0",
        "02, 5, 0, 0",
        "03, 5, 0, 0",
        "04, 0, 0, 0",
        "05, 0, 0, 0",
        "06, 0, 0, 0",
        "07, 5, 1, 7096811"
    })
    void readsTheCounts(String name, long javaHeap, long metaspace, long classMetaspace)
            throws IOException {
        OutOfMemoryErrors.Counted counted = VmInfo.outOfMemoryErrors(seed(name));
        assertEquals(new OutOfMemoryErrors.Counted(javaHeap, metaspace, classMetaspace), counted);
        assertEquals(javaHeap + metaspace + classMetaspace, counted.total());
    }

    @Test
    void hasNoneWhenOnlyStacksHaveOverflown() throws IOException {
        String text = seed("01").replaceAll("OutOfMemoryError java.*\n", "");
        assertTrue(text.contains("StackOverflowErrors=2"), text);
        assertEquals(OutOfMemoryErrors.Counted.NONE, VmInfo.outOfMemoryErrors(text));
    }

    /** Environment variables, for example, which stand behind the heap. */
    @Test
    void doesNotBelieveWhatTheApplicationSaysLater() throws IOException {
        String text = seed("04") + "\nA=\n" + COUNTS + "OutOfMemoryError java_heap_errors=9\n\n";
        assertEquals(OutOfMemoryErrors.Counted.NONE, VmInfo.outOfMemoryErrors(text));
    }

    /** Its arguments stand before. */
    @Test
    void doesNotBelieveWhatTheApplicationSaysBefore() throws IOException {
        String text = seed("01").replace("Command Line: ", "Command Line: -Da=b\nHeap:\n");
        assertEquals(5, VmInfo.outOfMemoryErrors(text).javaHeap());
    }

    /** Nothing said is not the same as none. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 700, 900})
    void refusesATextThatIsCutShort(int length) throws IOException {
        String text = seed("01");
        int end = Math.min(length, text.indexOf("StackOverflowErrors"));
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> VmInfo.outOfMemoryErrors(text.substring(0, end)));
        assertTrue(refused.getMessage().startsWith("not what HotSpot answers"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OutOfMemoryError java_heap_errors=-1",
                "OutOfMemoryError java_heap_errors=99999999999",
                "OutOfMemoryError java_heap_errors=\u0663",
                "OutOfMemoryError another_kind=1",
                "OutOfMemoryError java_heap_errors"
            })
    void refusesCountsThatItDoesNotUnderstand(String line) throws IOException {
        String text = seed("01").replace("OutOfMemoryError java_heap_errors=5", line);
        assertThrows(IllegalArgumentException.class, () -> VmInfo.outOfMemoryErrors(text));
    }
}
