package dev.ballast.launcher.target;

import java.util.Optional;

/** Which collector a JVM runs, by what it publishes. */
enum CollectorKind {
    SERIAL("Serial"),
    PARALLEL("Parallel"),
    CMS("CMS"),
    G1("G1"),
    ZGC("ZGC"),
    SHENANDOAH("Shenandoah");

    private final String name;

    CollectorKind(String name) {
        this.name = name;
    }

    /**
     * By {@code sun.gc.policy.name}, which Serial, Parallel, CMS and G1 have; by the names of the
     * collectors otherwise: {@code Shenandoah full}, {@code Z concurrent cycle pauses} (17, 21),
     * {@code ZGC major collection pauses} (25, 26). ZGC on 11 names itself nowhere.
     */
    static Optional<CollectorKind> of(PerfData data) {
        return switch (data.text("sun.gc.policy.name").orElse("")) {
            case "Copy:MSC" -> Optional.of(SERIAL);
            case "ParScav:MSC" -> Optional.of(PARALLEL);
            case "ParNew:CMS" -> Optional.of(CMS);
            case "GarbageFirst" -> Optional.of(G1);
            default -> byCollector(data);
        };
    }

    private static Optional<CollectorKind> byCollector(PerfData data) {
        if (data.text("sun.gc.collector.1.name").orElse("").startsWith("Shenandoah")) {
            return Optional.of(SHENANDOAH);
        }
        return data.text("sun.gc.collector.2.name").orElse("").startsWith("Z")
                ? Optional.of(ZGC)
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
