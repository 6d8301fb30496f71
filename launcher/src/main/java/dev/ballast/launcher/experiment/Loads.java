package dev.ballast.launcher.experiment;

import dev.ballast.launcher.control.AgentLink;
import dev.ballast.launcher.control.AgentLost;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.load.LoadRecord;
import dev.ballast.launcher.load.LoadResult;
import dev.ballast.launcher.load.LoadSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What presses inside the JVM's own bounds: asked of the agent, and noted. */
final class Loads {
    static final Loads NONE = new Loads(List.of(), null);

    /** The agent's loads look at the world less often than the control loop. */
    private static final long NOTE_NANOS = 10_000_000;

    private final AgentLink agent;
    private final Map<LoadSpec, LoadRecord> records = new LinkedHashMap<>();
    private long notedNanos;

    Loads(List<LoadSpec> specs, AgentLink agent) {
        this.agent = agent;
        specs.forEach(spec -> records.put(spec, new LoadRecord(spec)));
    }

    /** Asks for what is wanted now, and notes what there is. */
    void follow(Reading start, Reading now, boolean isHolding) throws AgentLost {
        if (records.isEmpty() || now.nanos() - notedNanos < NOTE_NANOS) {
            return;
        }
        notedNanos = now.nanos();
        Duration at = Duration.ofNanos(now.nanos() - start.nanos());
        for (Map.Entry<LoadSpec, LoadRecord> load : records.entrySet()) {
            load.getValue().note(at, agent.load(load.getKey()), isHolding);
            agent.want(load.getKey(), load.getValue().wanted());
        }
    }

    /** Asked in every tick, which shall leave no garbage: as a rule there are none. */
    boolean areReached() {
        return records.isEmpty() || records.values().stream().allMatch(LoadRecord::isReached);
    }

    /** Where each is now: {@code heap 70.9 MiB / 71.7 MiB}. */
    List<String> words() {
        return records.values().stream().map(LoadRecord::words).toList();
    }

    List<LoadResult> results() {
        return records.values().stream().map(LoadRecord::result).toList();
    }
}
