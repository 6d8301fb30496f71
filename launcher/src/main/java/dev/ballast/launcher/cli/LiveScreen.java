package dev.ballast.launcher.cli;

import dev.ballast.launcher.linux.WindowSize;
import java.util.List;

/**
 * What has to be sent to a terminal so that lines at its bottom are drawn again in place, and other
 * text scrolls by above them. The cursor waits at the beginning of the row below, and is never
 * hidden: whatever ends this process, a shell goes on there.
 */
final class LiveScreen {
    private static final String UP = "\033[%dA";
    private static final String ERASE_TO_END_OF_LINE = "\033[K";
    private static final String ERASE_BELOW = "\033[J";

    /** The terminal driver returns the cursor to the row's beginning. */
    private static final String NEW_LINE = "\n";

    private List<StyledLine> drawn = List.of();
    private String lastText = "";

    /**
     * To be written at once.
     *
     * @param above lines that go by
     * @param lines each shorter than the window
     * @return empty when nothing has changed
     */
    String draw(List<String> above, List<StyledLine> lines, boolean isColoured, WindowSize now) {
        StringBuilder text = new StringBuilder();
        for (StyledLine line : lines) {
            text.append(line.text(isColoured)).append(ERASE_TO_END_OF_LINE).append(NEW_LINE);
        }
        int up = rows(now.columns());
        boolean isInPlace = above.isEmpty() && up == drawn.size() && up <= lines.size();
        if (isInPlace && text.toString().equals(lastText)) {
            return "";
        }
        lastText = text.toString();
        drawn = List.copyOf(lines);
        StringBuilder all = new StringBuilder(up == 0 ? "\r" : "\r" + String.format(UP, up));
        all.append(isInPlace ? "" : ERASE_BELOW);
        above.forEach(line -> all.append(line).append(NEW_LINE));
        return all.append(text).append(ERASE_BELOW).toString(); // what was typed meanwhile
    }

    /**
     * How many the lines of the last time take now: where the window has become narrower, the
     * terminal has wrapped them.
     */
    private int rows(int columns) {
        return drawn.stream()
                .mapToInt(line -> Math.max(1, (line.cells() + columns - 1) / columns))
                .sum();
    }
}
