package dev.ballast.launcher.runs;

import dev.ballast.launcher.lab.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries of a run's journal. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzedLinesTest {
    static Stream<Fuzz> parsers() {
        return Stream.of(
                Fuzz.of("note", text -> new Fuzz.Printed(RunNote.parse(text).words())),
                Fuzz.of("state", RunState::parse));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void everyTextIsReadOrRefused(Fuzz parser) throws Exception {
        parser.feed();
    }
}
