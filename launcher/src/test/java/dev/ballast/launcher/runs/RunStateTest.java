package dev.ballast.launcher.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ballast.launcher.quantity.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunStateTest {
    private static final Instant AT = Instant.ofEpochMilli(1764000000123L);

    @Test
    void isReadAsItWasWritten() {
        RunState state =
                new RunState(
                        RunState.Phase.HOLD,
                        Optional.of(
                                new RunState.Level(
                                        ByteSize.ofMiB(410),
                                        ByteSize.ofMiB(409),
                                        ByteSize.ofMiB(512),
                                        ByteSize.ofMiB(390))),
                        Optional.of(Duration.ofSeconds(8)),
                        AT);
        assertEquals(state, RunState.parse(state.text()));
    }

    @Test
    void hasNoLevelAndNoEndInAGuardWithoutOne() {
        RunState state =
                new RunState(RunState.Phase.PROTECT, Optional.empty(), Optional.empty(), AT);
        assertEquals(state, RunState.parse(state.text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "phase HOLD\n", "phase NAP\nat 1\n", "phase HOLD\nat 1\nlevel 1 2 3\n"})
    void whatIsNoStateIsSaidToBeNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> RunState.parse(text));
    }
}
