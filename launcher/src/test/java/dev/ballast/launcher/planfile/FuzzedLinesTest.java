package dev.ballast.launcher.planfile;

import dev.ballast.launcher.lab.Fuzz;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user writes, or somebody else has written for him. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzedLinesTest {
    private static final MadeVocabulary VOCABULARY = new MadeVocabulary();

    static Stream<Fuzz> parsers() {
        return Stream.of(Fuzz.of("planfile", text -> new Fuzz.Printed(said(text))));
    }

    /** What is wrong with it, which is printed, or what is made of it. */
    private static String said(String text) {
        try {
            return PlanFile.parse("p.yaml", text, VOCABULARY).settings().stream()
                    .map(Setting::key)
                    .collect(Collectors.joining());
        } catch (WrongPlan wrong) {
            return wrong.getMessage();
        }
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void everyTextIsReadOrRefused(Fuzz parser) throws Exception {
        parser.feed();
    }
}
