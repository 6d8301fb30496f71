package dev.ballast.launcher.cli;

import java.util.ArrayList;
import java.util.List;

/** Items in a row behind a label; those that do not fit go on in further lines. */
final class Flow {
    private static final int SPACE = 3;

    private final String label;
    private final Page page;
    private final List<StyledLine> items = new ArrayList<>();

    Flow(String label, Page page) {
        this.label = label;
        this.page = page;
    }

    /** A further item, to be filled. */
    StyledLine item() {
        StyledLine item = new StyledLine(page.width() - page.gutter(), page.glyphs());
        items.add(item);
        return item;
    }

    /** None where there is no item. */
    List<StyledLine> lines() {
        List<StyledLine> lines = new ArrayList<>();
        StyledLine line = null;
        for (StyledLine item : items) {
            if (line == null) {
                line = page.labelled(label);
                lines.add(line);
            } else if (line.cells() + SPACE + item.cells() > page.width()) {
                line = page.labelled("");
                lines.add(line);
            } else {
                line.add(" ".repeat(SPACE));
            }
            line.add(item);
        }
        return lines;
    }
}
