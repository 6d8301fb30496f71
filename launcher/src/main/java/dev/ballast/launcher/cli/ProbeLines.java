package dev.ballast.launcher.cli;

import dev.ballast.launcher.cli.StyledLine.Style;
import dev.ballast.launcher.probe.ProbeNow;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.Unit;
import java.util.ArrayList;
import java.util.List;

/** One line for each probe: how it is, how long it took, how often it failed and what it found. */
final class ProbeLines {
    private static final int MOST = 5;
    private static final int WIDEST_NAME = 20;
    private static final int STATE_CELLS = 6;
    private static final int LATENCY_CELLS = 7;

    private final List<ProbeNow> probes;
    private final Page page;
    private final int nameCells;

    ProbeLines(List<ProbeNow> probes, Page page) {
        this.probes = probes;
        this.page = page;
        int widest = probes.stream().mapToInt(probe -> TextCells.of(name(probe))).max().orElse(0);
        int room = page.isWide() ? WIDEST_NAME : WIDEST_NAME / 2;
        this.nameCells = Math.min(widest, room);
    }

    /** At most so many; those that fail come before those that do not, in the order given. */
    List<StyledLine> within(int room) {
        List<StyledLine> lines = new ArrayList<>();
        boolean areAll = probes.size() <= Math.min(MOST, room);
        int count = areAll ? probes.size() : Math.min(MOST, room - 1);
        if (room < 1 || probes.isEmpty()) {
            return lines;
        }
        List<ProbeNow> shown = first(count);
        for (ProbeNow probe : shown) {
            lines.add(line(page.labelled(lines.isEmpty() ? "probes" : ""), probe));
        }
        if (!areAll) {
            lines.add(others(page.labelled(lines.isEmpty() ? "probes" : ""), shown));
        }
        return lines;
    }

    /**
     * The failing ones are never left out for others; the order is kept, so lines stay in place.
     */
    private List<ProbeNow> first(int count) {
        long failing = probes.stream().filter(ProbeLines::isFailing).count();
        long others = Math.max(0, count - failing);
        List<ProbeNow> shown = new ArrayList<>();
        for (ProbeNow probe : probes) {
            boolean isShown = isFailing(probe) || others-- > 0;
            if (isShown && shown.size() < count) {
                shown.add(probe);
            }
        }
        return shown;
    }

    private static boolean isFailing(ProbeNow probe) {
        return probe.isPassing().isPresent() && !probe.isPassing().get();
    }

    private static String name(ProbeNow probe) {
        return UntrustedText.printable(probe.name());
    }

    private StyledLine line(StyledLine line, ProbeNow probe) {
        if (isFailing(probe)) {
            line.add(Style.BAD, "FAIL");
        } else {
            boolean hasLooked = probe.isPassing().isPresent();
            line.add(hasLooked ? Style.GOOD : Style.QUIET, hasLooked ? "ok" : "?");
        }
        int nameFrom = page.gutter() + STATE_CELLS;
        int nameEnd = nameFrom + nameCells;
        line.padTo(nameFrom).addWithin(nameEnd, Style.PLAIN, name(probe));
        if (probe.seconds().isPresent()) {
            String latency = Unit.SECONDS.words(probe.seconds().getAsDouble());
            line.padTo(nameEnd + 2 + LATENCY_CELLS - latency.length()).add(latency);
        } else if (probe.failures() > 0 || !probe.words().isEmpty()) {
            line.padTo(nameEnd + 2 + LATENCY_CELLS);
        }
        if (probe.failures() > 0) {
            line.add("  " + probe.failures() + " failed");
        }
        if (!probe.words().isEmpty()) {
            line.add("  ").add(isFailing(probe) ? Style.PLAIN : Style.QUIET, probe.words());
        }
        return line;
    }

    private StyledLine others(StyledLine line, List<ProbeNow> shown) {
        int hidden = probes.size() - shown.size();
        long failing =
                probes.stream().filter(ProbeLines::isFailing).count()
                        - shown.stream().filter(ProbeLines::isFailing).count();
        line.add(Style.QUIET, shown.isEmpty() ? hidden + " probes" : "and " + hidden + " more");
        return failing == 0 ? line : line.add(", ").add(Style.BAD, failing + " failing");
    }
}
