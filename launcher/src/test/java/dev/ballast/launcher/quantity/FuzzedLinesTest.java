package dev.ballast.launcher.quantity;

import dev.ballast.launcher.lab.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user writes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzedLinesTest {
    static Stream<Fuzz> parsers() {
        return Stream.of(
                Fuzz.of("size", ByteSize::parse),
                Fuzz.of("rate", ByteRate::parse),
                Fuzz.of("duration", text -> Durations.words(Durations.parse(text))));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void everyTextIsReadOrRefused(Fuzz parser) throws Exception {
        parser.feed();
    }
}
