package dev.ballast.launcher.trial;

import dev.ballast.launcher.probe.ProbeNow;
import dev.ballast.launcher.probe.Probes;
import dev.ballast.launcher.vitals.VitalSigns;
import dev.ballast.launcher.vitals.Vitals;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** How a trial is at this moment, for somebody who watches it. */
public final class Watching {
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private final Vitals vitals;
    private final Probes probes;

    Watching(Vitals vitals, Probes probes) {
        this.vitals = vitals;
        this.probes = probes;
    }

    /** What was read last of the target and its limit. */
    public VitalSigns signs() {
        return vitals.now();
    }

    /** Of the last second, in percent; none where the kernel does not measure it. */
    public OptionalDouble pressure(boolean isFull) {
        return vitals.pressure(isFull, WINDOW);
    }

    /** Of the last second, in percent; none where the JVM does not tell. */
    public OptionalDouble collections() {
        return vitals.collections(WINDOW);
    }

    public List<ProbeNow> probes() {
        return probes.now();
    }
}
