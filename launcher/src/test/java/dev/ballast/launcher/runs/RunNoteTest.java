package dev.ballast.launcher.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ballast.launcher.proc.ProcessId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunNoteTest {
    private static final Instant SINCE = Instant.ofEpochMilli(1764000000123L);

    @Test
    void isReadAsItWasWritten() {
        RunNote note = note("JVM 4711 (PID 7 in container 4bd0a1b2c3d4)");
        assertEquals(note, RunNote.parse(note.text()));
    }

    /** A container may be called anything. */
    @Test
    void aNameCannotPassForALineOfTheNote() {
        RunNote note = note("x\ntarget 1 1\n\033[2Jy");
        assertEquals("x target 1 1 [2Jy", note.name());
        assertEquals(note, RunNote.parse(note.text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kind ATTACH\n",
                "kind OTHER\ntarget 1 1\nsince 1\nasked x\nname y\n",
                "kind ATTACH\ntarget 1\nsince 1\nasked x\n",
                "kind ATTACH\ntarget 0 1\nsince 1\nasked x\nname y\n",
                "kind ATTACH\ntarget 1 1\nsince x\nasked x\nname y\n"
            })
    void whatIsNoNoteIsSaidToBeNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> RunNote.parse(text));
    }

    private static RunNote note(String name) {
        return new RunNote(
                RunNote.Kind.ATTACH, new ProcessId(4711, 1234567), name, "--level 80%", SINCE);
    }
}
