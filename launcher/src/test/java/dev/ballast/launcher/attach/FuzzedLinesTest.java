package dev.ballast.launcher.attach;

import dev.ballast.launcher.lab.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers at a socket, and the journal's entry about files. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzedLinesTest {
    static Stream<Fuzz> parsers() {
        return Stream.of(
                Fuzz.of("reply", text -> new Fuzz.Printed(AttachReply.parse(text).loadError())),
                Fuzz.of("vminfo", VmInfo::outOfMemoryErrors),
                Fuzz.ofFields("folder", LeftFolder::parse));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void everyTextIsReadOrRefused(Fuzz parser) throws Exception {
        parser.feed();
    }
}
