package dev.ballast.launcher.probe;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.OomCounts;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.vitals.VitalSigns;
import dev.ballast.launcher.vitals.Vitals;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the kernel counts for the target's cgroup, and for the memory that binds it. */
final class CgroupProbe implements Probe {
    private final MemoryCgroup group;
    private final Vitals vitals;
    private final Optional<OomCounts> start;

    CgroupProbe(TargetJvm target, Vitals vitals) {
        this.group = target.cgroup();
        this.vitals = vitals;
        this.start = counts();
    }

    private Optional<OomCounts> counts() {
        try {
            return Optional.of(group.oomCounts());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public Observation look(Duration timeout) {
        VitalSigns now = vitals.nowWithShares(timeout);
        Map<String, Double> numbers = new HashMap<>();
        vitals.pressure(false, Vitals.WINDOW).ifPresent(some -> numbers.put("psi-some", some));
        vitals.pressure(true, Vitals.WINDOW).ifPresent(full -> numbers.put("psi-full", full));
        if (now.use().isPresent() && now.limit().isPresent()) {
            ByteSize use = now.use().get().unreclaimable();
            numbers.put("use", (double) use.bytes());
            numbers.put("use" + Metric.SHARE, use.percentOf(now.limit().get()));
        }
        Optional<OomCounts> counts = counts();
        if (counts.isPresent() && start.isPresent()) {
            put(numbers, "oom-kill", counts.get().kills(), start.get().kills());
            put(numbers, "limit-met", counts.get().limitMet(), start.get().limitMet());
        }
        return new Observation.Answer(numbers, Map.of());
    }

    private static void put(
            Map<String, Double> numbers, String name, OptionalLong now, OptionalLong start) {
        if (now.isPresent() && start.isPresent()) {
            numbers.put(name, (double) (now.getAsLong() - start.getAsLong()));
        }
    }

    @Override
    public void close() {}
}
