package dev.ballast.launcher.watch;

import dev.ballast.launcher.lab.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records of the kernel with names from containers, and rules of the user. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzedLinesTest {
    static Stream<Fuzz> parsers() {
        return Stream.of(Fuzz.of("kmsg", KernelOom::parse), Fuzz.of("rule", StopRule::parse));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void everyTextIsReadOrRefused(Fuzz parser) throws Exception {
        parser.feed();
    }
}
