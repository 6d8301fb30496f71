package dev.ballast.launcher.trial;

import dev.ballast.launcher.probe.ProbeNow;
import dev.ballast.launcher.probe.Probes;
import dev.ballast.launcher.timeline.Series;
import dev.ballast.launcher.timeline.Timeline;
import dev.ballast.launcher.vitals.VitalSigns;
import dev.ballast.launcher.vitals.Vitals;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** How a trial is at this moment, for somebody who watches it. */
public final class Watching {
    private static final Duration WINDOW = Duration.ofSeconds(1);

    /** What is older is not taken for the present: what tells, tells ten times a second or more. */
    private static final Duration PRESENT = Duration.ofSeconds(2);

    private final Vitals vitals;
    private final Probes probes;
    private final Timeline timeline;

    Watching(Vitals vitals, Probes probes, Timeline timeline) {
        this.vitals = vitals;
        this.probes = probes;
        this.timeline = timeline;
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

    /**
     * Its newest value; none while nobody tells any, as of what is held when nothing is any more.
     */
    public OptionalDouble last(Series series) {
        return timeline.last(series, System.nanoTime() - PRESENT.toNanos());
    }

    public List<ProbeNow> probes() {
        return probes.now();
    }
}
