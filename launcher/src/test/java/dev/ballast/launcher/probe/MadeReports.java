package dev.ballast.launcher.probe;

import dev.ballast.launcher.timeline.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reports of probes as if they had looked, made from looks by the code that makes them in a run.
 */
public final class MadeReports {
    private final ProbeSpec spec;
    private final Map<Phase, Tally> tallies = new EnumMap<>(Phase.class);
    private final List<Failure> failures = new ArrayList<>();
    private String unseen = "";

    /** {@code http:http://localhost:1/ name=health status==200}. */
    public MadeReports(String spec) {
        this.spec = ProbeSpec.parse(spec, 1);
        for (Phase phase : Phase.values()) {
            tallies.put(phase, new Tally());
        }
    }

    public MadeReports passed(Phase phase, int looks, double seconds) {
        for (int i = 0; i < looks; i++) {
            add(phase, Look.State.PASSED, OptionalDouble.of(seconds), "");
        }
        return this;
    }

    /** One look that failed. */
    public MadeReports failed(Phase phase, double atSeconds, String words) {
        failures.add(new Failure(atSeconds, phase, words));
        return add(phase, Look.State.FAILED, OptionalDouble.empty(), words);
    }

    public MadeReports unseen(Phase phase, String why) {
        unseen = why;
        return add(phase, Look.State.UNSEEN, OptionalDouble.empty(), why);
    }

    private MadeReports add(Phase phase, Look.State state, OptionalDouble seconds, String words) {
        tallies.get(phase)
                .add(new Look(state, seconds, words), new Observation.Answer(Map.of(), Map.of()));
        return this;
    }

    public ProbeReport made() {
        return new ProbeJudgement(spec, tallies, failures, OptionalLong.empty())
                .report(failures.size(), unseen);
    }
}
