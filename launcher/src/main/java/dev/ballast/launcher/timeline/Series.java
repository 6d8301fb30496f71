package dev.ballast.launcher.timeline;

import dev.ballast.launcher.quantity.Unit;

/**
 * One quantity in the course of time.
 *
 * @param name for machines: {@code psi-some}
 * @param title for people
 * @param keeps what is kept of many values in one interval
 */
public record Series(String name, String title, Unit unit, Keeps keeps) {
    /** What stands for several values. */
    public enum Keeps {
        MEAN,
        /** Of a quantity whose short peaks matter. */
        HIGHEST
    }

    public static final Series WANTED = bytes("wanted", "wanted level");
    public static final Series USE = bytes("use", "in use, not reclaimable");
    public static final Series USE_PEAK =
            new Series("use-peak", "highest use", Unit.BYTES, Keeps.HIGHEST);
    public static final Series LIMIT = bytes("limit", "limit");
    public static final Series HELD = bytes("held", "held in the JVM");
    public static final Series FUSE = bytes("fuse", "relief fuse");
    public static final Series HEAP_USED = bytes("heap-used", "heap used");
    public static final Series HEAP_COMMITTED = bytes("heap-committed", "heap committed");
    public static final Series HEAP_MAX = bytes("heap-max", "heap at its largest");
    public static final Series DIRECT = bytes("direct", "direct memory");
    public static final Series RSS = bytes("rss", "VmRSS");
    public static final Series PSI_SOME = percent("psi-some", "some task waited for memory");
    public static final Series PSI_FULL = percent("psi-full", "all tasks waited for memory");
    public static final Series GC_TIME = percent("gc-time", "time in collections");
    public static final Series PAUSE =
            new Series("pause", "time in safepoints", Unit.SECONDS, Keeps.HIGHEST);
    public static final Series THREADS =
            new Series("threads", "Java threads", Unit.COUNT, Keeps.MEAN);

    /** Of a probe with this name. */
    public static Series latency(String probe) {
        return new Series("latency:" + probe, "latency of " + probe, Unit.SECONDS, Keeps.HIGHEST);
    }

    /** What there is of an area beside the level. */
    public static Series area(String name, Unit unit) {
        return new Series("area:" + name, name + " (area)", unit, Keeps.MEAN);
    }

    /** What is wanted of it. */
    public static Series wantedOfArea(String name, Unit unit) {
        return new Series("area-wanted:" + name, "wanted " + name, unit, Keeps.MEAN);
    }

    private static Series bytes(String name, String title) {
        return new Series(name, title, Unit.BYTES, Keeps.MEAN);
    }

    private static Series percent(String name, String title) {
        return new Series(name, title, Unit.PERCENT, Keeps.MEAN);
    }
}
