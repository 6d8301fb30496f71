package dev.ballast.launcher.cli;

import dev.ballast.launcher.proc.UntrustedText;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of pieces with styles. It never takes more cells than its width, nor contains anything
 * that a terminal would obey but its own styles.
 */
final class StyledLine {
    private final List<Piece> pieces = new ArrayList<>();
    private final int width;
    private final Glyphs glyphs;
    private int cells;

    /** By the sixteen colours that the user's terminal has its own shades for. */
    enum Style {
        PLAIN(""),
        STRONG("1"),
        QUIET("2"),
        OTHER("36"),
        HELD("33"),
        FUSE("35"),
        GOOD("32"),
        BAD("1;31");

        private final String code;

        Style(String code) {
            this.code = code;
        }

        String around(String text) {
            return code.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
        }
    }

    private record Piece(Style style, String text) {}

    StyledLine(int width, Glyphs glyphs) {
        this.width = width;
        this.glyphs = glyphs;
    }

    StyledLine add(String text) {
        return add(Style.PLAIN, text);
    }

    /** What does not fit any more is cut off, and that is shown. */
    StyledLine add(Style style, String text) {
        return addWithin(width, style, text);
    }

    /**
     * The same within that many cells of the line.
     *
     * @param end in cells from the line's beginning
     */
    StyledLine addWithin(int end, Style style, String text) {
        int room = Math.min(end, width) - cells;
        String shown = isPlain(text) ? text : shown(text);
        if (TextCells.of(shown) > room) {
            String mark = TextCells.beginning(glyphs.ellipsis(), Math.max(0, room));
            shown = TextCells.beginning(shown, room - mark.length()) + mark;
        }
        if (!shown.isEmpty()) {
            pieces.add(new Piece(style, shown));
            cells += TextCells.of(shown);
        }
        return this;
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private String shown(String text) {
        return glyphs.shown(UntrustedText.withoutControls(text).replace('\n', ' '));
    }

    /** The pieces of the other one, with their styles. */
    StyledLine add(StyledLine other) {
        other.pieces.forEach(piece -> add(piece.style, piece.text));
        return this;
    }

    /** Spaces up to there, if it is not there yet. */
    StyledLine padTo(int end) {
        return add(" ".repeat(Math.max(0, Math.min(end, width) - cells)));
    }

    int cells() {
        return cells;
    }

    String text(boolean isColoured) {
        StringBuilder text = new StringBuilder();
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            Style style = pieces.get(i).style;
            run.append(pieces.get(i).text);
            if (i + 1 == pieces.size() || pieces.get(i + 1).style != style) {
                text.append(isColoured ? style.around(run.toString()) : run);
                run.setLength(0);
            }
        }
        return text.toString();
    }
}
