package dev.ballast.launcher.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.linux.WindowSize;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stderr is taken for. */
class TerminalTest {
    private static Terminal with(Map<String, String> environment) {
        return Terminal.of(environment, () -> Optional.of(new WindowSize(100, 30)), UTF_8);
    }

    @Test
    void isDrawnOnOnlyWhenItIsATerminalOfSomeKind() {
        assertEquals(true, with(Map.of("TERM", "xterm")).isDrawable());
        assertEquals(false, with(Map.of("TERM", "dumb")).isDrawable());
        assertEquals(false, with(Map.of()).isDrawable());
        Terminal file = Terminal.of(Map.of("TERM", "xterm"), Optional::empty, UTF_8);
        assertEquals(false, file.isDrawable());
        assertEquals(false, file.isColoured());
    }

    @Test
    void hasNoColoursWhereTheUserWantsNone() {
        assertEquals(true, with(Map.of("TERM", "xterm")).isColoured());
        assertEquals(true, with(Map.of("TERM", "xterm", "NO_COLOR", "")).isColoured());
        assertEquals(false, with(Map.of("TERM", "xterm", "NO_COLOR", "0")).isColoured());
        assertEquals(true, with(Map.of("TERM", "xterm", "NO_COLOR", "1")).isDrawable());
    }

    @Test
    void theFirstLocaleThatIsSetSaysWhetherThereIsMoreThanAscii() {
        assertEquals(true, with(Map.of("LANG", "de_DE.UTF-8")).isUnicode());
        assertEquals(true, with(Map.of("LC_CTYPE", "C.utf8", "LANG", "C")).isUnicode());
        assertEquals(true, with(Map.of("LC_ALL", "", "LANG", "C.UTF-8")).isUnicode());
        assertEquals(false, with(Map.of("LC_ALL", "C", "LANG", "C.UTF-8")).isUnicode());
        assertEquals(false, with(Map.of()).isUnicode());
    }

    @Test
    void whatTheWriterCannotEncodeIsNotShown() {
        Map<String, String> notInstalled = Map.of("LANG", "xx_XX.UTF-8");
        assertEquals(false, Terminal.of(notInstalled, Optional::empty, US_ASCII).isUnicode());
    }

    @Test
    void oneThatDoesNotKnowItsSizeHasTheUsualOne() {
        WindowSize unknown = new WindowSize(0, 0);
        Terminal serial =
                Terminal.of(Map.of("TERM", "linux"), () -> Optional.of(unknown), US_ASCII);
        assertEquals(true, serial.isDrawable());
        assertEquals(new WindowSize(80, 24), serial.window().get());
        assertEquals(new WindowSize(100, 30), with(Map.of()).window().get());
    }
}
