package dev.ballast.launcher.experiment;

import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.load.LoadRecord;
import dev.ballast.launcher.load.LoadResult;
import dev.ballast.launcher.load.LoadSource;
import dev.ballast.launcher.load.LoadSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What presses beside the level: asked for, and noted. */
final class Loads {
    static final Loads NONE = new Loads(Map.of());

    /** The agent's loads look at the world less often than the control loop. */
    private static final long NOTE_NANOS = 10_000_000;

    private final Map<LoadSpec, LoadSource> sources;
    private final Map<LoadSpec, LoadRecord> records = new LinkedHashMap<>();
    private long notedNanos;

    Loads(Map<LoadSpec, LoadSource> sources) {
        this.sources = sources;
        sources.keySet().forEach(spec -> records.put(spec, new LoadRecord(spec)));
    }

    /** Asks for what is wanted now, and notes what there is. */
    void follow(Reading start, Reading now, boolean isHolding) throws IOException {
        if (records.isEmpty() || now.nanos() - notedNanos < NOTE_NANOS) {
            return;
        }
        notedNanos = now.nanos();
        Duration at = Duration.ofNanos(now.nanos() - start.nanos());
        for (Map.Entry<LoadSpec, LoadSource> load : sources.entrySet()) {
            LoadRecord record = records.get(load.getKey());
            record.note(at, load.getValue().look(), isHolding);
            load.getValue().want(record.wanted());
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
