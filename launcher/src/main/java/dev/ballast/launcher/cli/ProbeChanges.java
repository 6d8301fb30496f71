package dev.ballast.launcher.cli;

import dev.ballast.launcher.probe.ProbeNow;
import dev.ballast.launcher.timeline.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which probes have begun to fail, or to pass again, since it was last asked. */
final class ProbeChanges {
    private final Map<String, Boolean> arePassing = new HashMap<>();

    /** One that passes from its first look on is nothing to tell. */
    List<LiveStep> since(List<ProbeNow> probes) {
        List<LiveStep> steps = new ArrayList<>();
        for (ProbeNow probe : probes) {
            Optional<Boolean> is = probe.isPassing();
            if (is.isPresent()) {
                boolean was =
                        Optional.ofNullable(arePassing.put(probe.name(), is.get())).orElse(true);
                if (was && !is.get()) {
                    steps.add(
                            new LiveStep(
                                    Event.Kind.PROBE_FAILED,
                                    "probe " + probe.name() + " failed: " + probe.words()));
                } else if (!was && is.get()) {
                    steps.add(
                            new LiveStep(
                                    Event.Kind.PROBE_PASSED, "probe " + probe.name() + " passed"));
                }
            }
        }
        return steps;
    }
}
