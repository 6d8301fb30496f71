package dev.ballast.launcher.experiment;

import dev.ballast.launcher.control.AgentLink;
import dev.ballast.launcher.control.AgentLost;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.load.LoadRecord;
import dev.ballast.launcher.load.LoadResult;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.quantity.ByteSize;
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
    private final List<LoadSpec> specs;
    private final Map<LoadSpec, LoadRecord> records = new LinkedHashMap<>();
    private long notedNanos;

    Loads(List<LoadSpec> specs, AgentLink agent) {
        this.specs = specs;
        this.agent = agent;
    }

    /** Asks for all of them. */
    void begin() throws AgentLost {
        for (LoadSpec spec : specs) {
            ByteSize heapMax = agent.snapshot().heapMax();
            LoadRecord record = new LoadRecord(spec, heapMax);
            records.put(spec, record);
            agent.want(spec.kind(), record.wanted());
        }
    }

    void note(Reading start, Reading now, boolean isHolding) throws AgentLost {
        if (records.isEmpty() || now.nanos() - notedNanos < NOTE_NANOS) {
            return;
        }
        notedNanos = now.nanos();
        for (Map.Entry<LoadSpec, LoadRecord> load : records.entrySet()) {
            Duration at = Duration.ofNanos(now.nanos() - start.nanos());
            load.getValue().note(at, agent.load(load.getKey().kind()), isHolding);
        }
    }

    boolean areReached() {
        return records.values().stream().allMatch(LoadRecord::isReached);
    }

    List<LoadResult> results() {
        return records.values().stream().map(LoadRecord::result).toList();
    }
}
