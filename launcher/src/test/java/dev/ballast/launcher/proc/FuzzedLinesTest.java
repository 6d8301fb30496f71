package dev.ballast.launcher.proc;

import dev.ballast.launcher.lab.Fuzz;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Text of /proc, names in it chosen by whoever runs. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzedLinesTest {
    static Stream<Fuzz> parsers() {
        return Stream.of(
                Fuzz.ofFields(
                        "status", text -> ProcessStatus.parse(Arrays.asList(text.split("\n")))),
                Fuzz.ofFields("stat", ProcessStat::parse),
                Fuzz.ofFields("mount", Mount::parse),
                Fuzz.ofFields("cgroup", text -> CgroupPath.parse(text).components()),
                Fuzz.ofFields("meminfo", text -> HostMemory.parse(Arrays.asList(text.split("\n")))),
                Fuzz.ofFields(
                        "pressure", text -> MemoryPressure.parse(Arrays.asList(text.split("\n")))),
                Fuzz.ofFields("swaps", SwapArea::parse),
                Fuzz.of("untrusted", text -> new Fuzz.Printed(UntrustedText.printable(text))),
                Fuzz.of("sentence", text -> new Fuzz.Printed(UntrustedText.withoutControls(text))));
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void everyTextIsReadOrRefused(Fuzz parser) throws Exception {
        parser.feed();
    }
}
