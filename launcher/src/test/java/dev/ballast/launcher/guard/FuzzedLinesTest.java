package dev.ballast.launcher.guard;

import dev.ballast.launcher.lab.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The journal's entry about scores, and the user's score. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzedLinesTest {
    static Stream<Fuzz> parsers() {
        return Stream.of(
                Fuzz.ofFields("scores", ScoreJournal::parse), Fuzz.of("score", OomScoreAdj::parse));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void everyTextIsReadOrRefused(Fuzz parser) throws Exception {
        parser.feed();
    }
}
