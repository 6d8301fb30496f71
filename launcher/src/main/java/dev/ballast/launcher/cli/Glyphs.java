package dev.ballast.launcher.cli;

/** What the live view is drawn with. The parts of the bar differ without colours, too. */
enum Glyphs {
    UNICODE("█", "▓", "▒", "·", "┃", "▏", "─", "…", "▁▂▃▄▅▆▇█"),
    ASCII("#", "=", "~", ".", "|", "]", "-", "...", "_.:-=+*#");

    private final String other;
    private final String held;
    private final String fuse;
    private final String free;
    private final String wanted;
    private final String limit;
    private final String rule;
    private final String ellipsis;
    private final String heights;

    Glyphs(
            String other,
            String held,
            String fuse,
            String free,
            String wanted,
            String limit,
            String rule,
            String ellipsis,
            String heights) {
        this.other = other;
        this.held = held;
        this.fuse = fuse;
        this.free = free;
        this.wanted = wanted;
        this.limit = limit;
        this.rule = rule;
        this.ellipsis = ellipsis;
        this.heights = heights;
    }

    String other() {
        return other;
    }

    String held() {
        return held;
    }

    String fuse() {
        return fuse;
    }

    String free() {
        return free;
    }

    String wanted() {
        return wanted;
    }

    String limit() {
        return limit;
    }

    String rule() {
        return rule;
    }

    String ellipsis() {
        return ellipsis;
    }

    /**
     * Of a column in a chart.
     *
     * @param part of the chart's height, 0 to 1
     */
    char height(double part) {
        int last = heights.length() - 1;
        return heights.charAt((int) Math.round(Math.max(0, Math.min(1, part)) * last));
    }

    /** The text in what can be shown. */
    String shown(String text) {
        return this == UNICODE ? text : text.replaceAll("[^ -~]", "?");
    }
}
