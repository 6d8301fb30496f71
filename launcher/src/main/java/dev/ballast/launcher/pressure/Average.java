package dev.ballast.launcher.pressure;

/** Level and pressure over a time; each value counts until the next. */
final class Average {
    private long lastNanos;
    private long nanos;
    private double levelNanos;
    private double measuredNanos;

    Average(long startNanos) {
        this.lastNanos = startNanos;
    }

    /** They were so until now. */
    void until(long nowNanos, double level, double measured) {
        long since = nowNanos - lastNanos;
        lastNanos = nowNanos;
        nanos += since;
        levelNanos += level * since;
        measuredNanos += measured * since;
    }

    boolean isAny() {
        return nanos > 0;
    }

    double level() {
        return levelNanos / nanos;
    }

    double measured() {
        return measuredNanos / nanos;
    }
}
