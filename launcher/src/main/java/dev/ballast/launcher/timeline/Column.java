package dev.ballast.launcher.timeline;

/** One series' values, one for each interval; those without any are not a number. */
public record Column(Series series, double[] values) {
    /** Whether anything was measured at all. */
    public boolean isEmpty() {
        for (double value : values) {
            if (!Double.isNaN(value)) {
                return false;
            }
        }
        return true;
    }
}
