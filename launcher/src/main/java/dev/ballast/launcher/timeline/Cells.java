package dev.ballast.launcher.timeline;

import java.util.Arrays;

/** The values of one series by interval. */
final class Cells {
    private final Series.Keeps keeps;
    private final double[] sums;
    private final int[] counts;
    private volatile double last = Double.NaN;
    private volatile long lastNanos;

    Cells(Series.Keeps keeps, int capacity) {
        this.keeps = keeps;
        this.sums = new double[capacity];
        this.counts = new int[capacity];
    }

    void put(int cell, long nanos, double value) {
        add(cell, value, 1);
        last = value;
        lastNanos = nanos;
    }

    private void add(int cell, double sum, int count) {
        if (count == 0) {
            return;
        }
        if (keeps == Series.Keeps.MEAN) {
            sums[cell] += sum;
        } else {
            sums[cell] = counts[cell] == 0 ? sum : Math.max(sums[cell], sum);
        }
        counts[cell] += count;
    }

    /** Two intervals become one, from the start on. */
    void halve() {
        for (int cell = 0; cell < sums.length; cell++) {
            double sum = sums[cell];
            int count = counts[cell];
            sums[cell] = 0;
            counts[cell] = 0;
            add(cell / 2, sum, count);
        }
    }

    double[] values(int length) {
        double[] values = new double[length];
        Arrays.setAll(
                values,
                cell ->
                        counts[cell] == 0
                                ? Double.NaN
                                : keeps == Series.Keeps.MEAN
                                        ? sums[cell] / counts[cell]
                                        : sums[cell]);
        return values;
    }

    /**
     * Any thread may ask; not a number before the first, and when it is from before that moment.
     */
    double lastSince(long nanos) {
        return lastNanos - nanos < 0 ? Double.NaN : last;
    }
}
