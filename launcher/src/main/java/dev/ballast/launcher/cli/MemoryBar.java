package dev.ballast.launcher.cli;

import dev.ballast.launcher.cli.StyledLine.Style;
import dev.ballast.launcher.quantity.ByteSize;
import java.util.OptionalInt;

/**
 * The limit as a row of cells, filled with what is in use: by others, by ballast in the JVM, by the
 * fuse; whatever of the last two is there has a cell at least. The cell right behind the wanted use
 * is marked, and so is the limit, behind the last one.
 */
final class MemoryBar {
    private final LiveState.Memory memory;
    private final int cells;
    private final int heldFrom;
    private final int fuseFrom;
    private final int freeFrom;
    private final OptionalInt mark;

    /**
     * @param cells at least 1; the limit's mark comes in addition
     */
    MemoryBar(LiveState.Memory memory, int cells) {
        this.memory = memory;
        this.cells = cells;
        ByteSize withoutFuse = memory.use().minusOrZero(memory.fuse());
        int fuse = width(memory.fuse(), memory.use());
        int held = width(memory.held(), withoutFuse);
        this.freeFrom = Math.min(cells, Math.max(end(memory.use()), fuse + held));
        this.fuseFrom = Math.max(0, freeFrom - fuse);
        this.heldFrom = Math.max(0, fuseFrom - held);
        this.mark =
                memory.wanted().isPresent()
                        ? OptionalInt.of(Math.min(cells - 1, end(memory.wanted().get())))
                        : OptionalInt.empty();
    }

    /** How many cells so much use fills. A limit of 0 is full. */
    private int end(ByteSize use) {
        boolean isFull = use.compareTo(memory.limit()) >= 0;
        return isFull ? cells : (int) Math.round(use.percentOf(memory.limit()) / 100 * cells);
    }

    private int width(ByteSize part, ByteSize upTo) {
        return part.equals(ByteSize.ZERO)
                ? 0
                : Math.max(1, end(upTo) - end(upTo.minusOrZero(part)));
    }

    void addTo(StyledLine line, Glyphs glyphs) {
        for (int cell = 0; cell < cells; cell++) {
            if (mark.isPresent() && cell == mark.getAsInt()) {
                line.add(Style.STRONG, glyphs.wanted());
            } else if (cell < heldFrom) {
                line.add(Style.OTHER, glyphs.other());
            } else if (cell < fuseFrom) {
                line.add(Style.HELD, glyphs.held());
            } else if (cell < freeFrom) {
                line.add(Style.FUSE, glyphs.fuse());
            } else {
                line.add(Style.QUIET, glyphs.free());
            }
        }
        line.add(Style.STRONG, glyphs.limit());
    }
}
