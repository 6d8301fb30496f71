package dev.ballast.launcher.cli;

import dev.ballast.launcher.cli.StyledLine.Style;

/** What all lines of a frame have in common: width, and a column for labels. */
record Page(int width, Glyphs glyphs) {
    /** From here on there is room for the same columns as those of plan and result. */
    private static final int WIDE = 60;

    private static final int WIDE_GUTTER = 13;
    private static final int NARROW_GUTTER = 8;

    boolean isWide() {
        return width >= WIDE;
    }

    /** Where the content of a line begins. */
    int gutter() {
        return isWide() ? WIDE_GUTTER : NARROW_GUTTER;
    }

    StyledLine line() {
        return new StyledLine(width, glyphs);
    }

    /** A line's beginning, up to its content. */
    StyledLine labelled(String label) {
        return line().padTo(isWide() ? 2 : 0).add(Style.QUIET, label).padTo(gutter());
    }
}
