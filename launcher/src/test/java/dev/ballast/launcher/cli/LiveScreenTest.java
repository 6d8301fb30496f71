package dev.ballast.launcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.linux.WindowSize;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent to a terminal, with its escape character shown as {@code ^}. */
class LiveScreenTest {
    private static final WindowSize WINDOW = new WindowSize(20, 10);

    private final LiveScreen screen = new LiveScreen();

    private String draw(List<String> above, WindowSize window, String... lines) {
        List<StyledLine> frame =
                Arrays.stream(lines)
                        .map(line -> new StyledLine(19, Glyphs.ASCII).add(line))
                        .toList();
        return screen.draw(above, frame, false, window)
                .replace("\033[", "^")
                .replace("\n", "|")
                .replace("\r", "<");
    }

    private String draw(String... lines) {
        return draw(List.of(), WINDOW, lines);
    }

    @Test
    void drawsOverWhatItHasDrawnBefore() {
        assertEquals("<a^K|b^K|^J", draw("a", "b"));
        assertEquals("<^2Aa^K|c^K|^J", draw("a", "c"));
        assertEquals("<^2Aa^K|c^K|d^K|^J", draw("a", "c", "d"));
        assertEquals("<^3A^Ja^K|^J", draw("a"));
    }

    @Test
    void sendsNothingWhenNothingHasChanged() {
        draw("a");
        assertEquals("", draw("a"));
    }

    @Test
    void letsOtherTextGoByAboveIt() {
        draw("a");
        assertEquals("<^1A^Jstep|step 2|a^K|^J", draw(List.of("step", "step 2"), WINDOW, "a"));
    }

    @Test
    void leavesNothingAtTheEnd() {
        draw("a", "b");
        assertEquals("<^2A^Jstep|^J", draw(List.of("step"), WINDOW));
        assertEquals("", draw());
    }

    @Test
    void countsTheRowsThatANarrowerWindowHasWrappedItsLinesTo() {
        draw("0123456789abc", "b", "");
        assertEquals("<^5A^Ja^K|^J", draw(List.of(), new WindowSize(5, 10), "a"));
    }
}
