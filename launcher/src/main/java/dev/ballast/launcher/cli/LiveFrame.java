package dev.ballast.launcher.cli;

import dev.ballast.launcher.cli.StyledLine.Style;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pure: from the state of a run to the lines that show it, none longer than the width. */
final class LiveFrame {
    /** What is longer is not taken in at one glance. */
    private static final int WIDEST = 100;

    /** Where a use that moves by less than that part of itself is shown as standing still. */
    private static final double LEAST_RANGE = 0.05;

    private static final int WIDEST_BAR = 75;
    private static final int SIZE_CELLS = 9;

    /** {@code in 60 s}. */
    private static final int SPAN_CELLS = 9;

    private final LiveState state;
    private final Page page;

    private LiveFrame(LiveState state, Page page) {
        this.state = state;
        this.page = page;
    }

    /**
     * @param width in cells
     * @param height at most so many lines, and one at least: what matters least is left out
     */
    static List<StyledLine> lines(LiveState state, int width, int height, Glyphs glyphs) {
        Page page = new Page(Math.max(1, Math.min(width, WIDEST)), glyphs);
        return new LiveFrame(state, page).lines(height);
    }

    /** A part of the frame that takes what room it needs, or none. */
    private interface Block {
        List<StyledLine> within(int room);
    }

    private static Block whole(List<StyledLine> lines) {
        return room -> lines.size() <= room ? lines : List.of();
    }

    private List<StyledLine> lines(int height) {
        Block bar = whole(state.memory().map(this::bar).orElse(List.of()));
        Block use = whole(state.memory().map(this::use).orElse(List.of()));
        Block parts = whole(state.memory().map(this::parts).orElse(List.of()));
        Block trend = whole(trend());
        Block vitals = whole(vitals());
        Block probes = new ProbeLines(state.signs().probes(), page)::within;
        int room = height - 1;
        Map<Block, List<StyledLine>> shown = new IdentityHashMap<>();
        for (Block next : List.of(use, bar, probes, vitals, parts, trend)) {
            List<StyledLine> taken = next.within(room);
            shown.put(next, taken);
            room -= taken.size();
        }
        List<StyledLine> lines = new ArrayList<>(List.of(title()));
        for (Block next : List.of(bar, use, parts, trend, vitals, probes)) {
            lines.addAll(shown.get(next));
        }
        return lines;
    }

    /** {@code - hold JVM 8061 --------------------------- 2 s held, 28 s left -}. */
    private StyledLine title() {
        String rule = page.glyphs().rule();
        String time = time();
        int timeFrom = page.width() - time.length() - 2;
        StyledLine line = page.line();
        line.add(Style.QUIET, page.isWide() ? rule + " " : "");
        line.add(Style.STRONG, state.stage().words()).padTo(page.gutter());
        line.addWithin(timeFrom - 2, Style.PLAIN, UntrustedText.printable(state.target()));
        int ruleCells = timeFrom - line.cells() - 2;
        line.add(" ").add(Style.QUIET, ruleCells > 0 ? rule.repeat(ruleCells) + " " : "");
        return line.add(time).add(Style.QUIET, " " + rule);
    }

    private String time() {
        String elapsed = words(state.elapsed());
        if (state.left().isEmpty()) {
            return elapsed;
        }
        String left = words(state.left().get());
        return switch (state.stage()) {
            case GROW -> page.isWide() ? elapsed + ", timeout in " + left : elapsed;
            case HOLD -> (page.isWide() ? elapsed + " held, " : "") + left + " left";
            default -> elapsed;
        };
    }

    /** In whole seconds: what changes more often is not read. */
    private static String words(Duration time) {
        long seconds = time.isNegative() ? 0 : time.plusMillis(500).toSeconds();
        return seconds == 0 ? "0 s" : Durations.words(Duration.ofSeconds(seconds));
    }

    private List<StyledLine> bar(LiveState.Memory memory) {
        StyledLine line = page.line().padTo(page.isWide() ? 2 : 0);
        int cells = Math.min(WIDEST_BAR, page.width() - line.cells() - 1);
        if (cells < 1) {
            return List.of();
        }
        new MemoryBar(memory, cells).addTo(line, page.glyphs());
        return List.of(line);
    }

    private List<StyledLine> use(LiveState.Memory memory) {
        Flow flow = new Flow("use", page);
        flow.item().add(Style.STRONG, sized(memory.use())).add(share(memory.use(), memory));
        memory.wanted()
                .ifPresent(wanted -> flow.item().add("wanted " + wanted + share(wanted, memory)));
        flow.item().add("limit " + memory.limit());
        return flow.lines();
    }

    /** Only while ballast is there: else all of it is others'. */
    private List<StyledLine> parts(LiveState.Memory memory) {
        Flow flow = new Flow("parts", page);
        if (memory.wanted().isPresent()) {
            Glyphs glyphs = page.glyphs();
            flow.item().add(Style.OTHER, glyphs.other()).add(" other " + sized(memory.other()));
            flow.item().add(Style.HELD, glyphs.held()).add(" ballast " + sized(memory.held()));
            if (!memory.fuse().equals(ByteSize.ZERO)) {
                flow.item().add(Style.FUSE, glyphs.fuse()).add(" fuse " + sized(memory.fuse()));
            }
            memory.loads().forEach(load -> flow.item().add(load));
        }
        return flow.lines();
    }

    private static String share(ByteSize part, LiveState.Memory memory) {
        return memory.limit().equals(ByteSize.ZERO)
                ? ""
                : "  " + percent(part.percentOf(memory.limit()));
    }

    /** As wide for every size, so that nothing behind it moves. */
    private static String sized(ByteSize size) {
        String text = size.toString();
        return " ".repeat(Math.max(0, SIZE_CELLS - text.length())) + text;
    }

    /** From the lowest to the highest of what fits, a minute at most. */
    private List<StyledLine> trend() {
        List<Long> all = state.useBytes();
        int numbers = 2 * (SIZE_CELLS + 1) + (page.isWide() ? SPAN_CELLS : 0);
        int most = page.width() - page.gutter() - numbers;
        if (all.size() < 2 || most < 2) {
            return List.of();
        }
        List<Long> seen = all.subList(Math.max(0, all.size() - most), all.size());
        long high = seen.stream().mapToLong(bytes -> bytes).max().orElseThrow();
        long low = seen.stream().mapToLong(bytes -> bytes).min().orElseThrow();
        double from = Math.min(low, high * (1 - LEAST_RANGE));
        StringBuilder chart = new StringBuilder();
        for (long bytes : seen) {
            chart.append(page.glyphs().height(high == 0 ? 0 : (bytes - from) / (high - from)));
        }
        StyledLine line = page.labelled("trend").add(sized(new ByteSize(low)) + " ");
        line.add(Style.OTHER, chart.toString()).add(" " + new ByteSize(high));
        return List.of(page.isWide() ? line.add(Style.QUIET, "  in " + seen.size() + " s") : line);
    }

    private List<StyledLine> vitals() {
        LiveState.Signs signs = state.signs();
        Flow flow = new Flow("vitals", page);
        if (signs.some().isPresent() && signs.full().isPresent()) {
            double some = signs.some().getAsDouble();
            double full = signs.full().getAsDouble();
            flow.item().add("PSI some " + percent(some) + ", full " + percent(full));
        }
        signs.collections().ifPresent(share -> flow.item().add("GC " + percent(share)));
        signs.heap().ifPresent(heap -> flow.item().add("heap " + heap.brief()));
        signs.threads().ifPresent(count -> flow.item().add("threads " + count));
        return flow.lines();
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%4.1f %%", value);
    }
}
