package dev.ballast.launcher.planfile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN =
            List.of("add", "hold", "host", "avoid-being-killed", "stop-when", "stop-on-failure");

    @ParameterizedTest
    @CsvSource({
        "hodl, hold",
        "Hold, hold",
        "--hold, hold",
        "avoid_being_killed, avoid-being-killed",
        "stopWhen, stop-when",
        "stop-at-failure, stop-on-failure",
        "ad, add",
        "colour,",
        "xyz,",
        "'',",
        "-,"
    })
    void findsTheWordThatWasMeant(String written, String meant) {
        assertEquals(Optional.ofNullable(meant), Nearest.to(written, KNOWN));
    }
}
