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
        int from = 0;
        while (from < cells) {
            Style style = style(from);
            int to = from + 1;
            while (to < cells && style(to) == style) {
                to++;
            }
            line.add(style, glyph(style, glyphs).repeat(to - from));
            from = to;
        }
        line.add(Style.STRONG, glyphs.limit());
    }

    private Style style(int cell) {
        return mark.isPresent() && cell == mark.getAsInt()
                ? Style.STRONG
                : cell < heldFrom
                        ? Style.OTHER
                        : cell < fuseFrom ? Style.HELD : cell < freeFrom ? Style.FUSE : Style.QUIET;
    }

    private static String glyph(Style style, Glyphs glyphs) {
        return switch (style) {
            case STRONG -> glyphs.wanted();
            case OTHER -> glyphs.other();
            case HELD -> glyphs.held();
            case FUSE -> glyphs.fuse();
            default -> glyphs.free();
        };
    }
}
