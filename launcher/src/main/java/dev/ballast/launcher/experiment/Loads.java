package dev.ballast.launcher.experiment;

import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadReading;
import dev.ballast.launcher.load.LoadRecord;
import dev.ballast.launcher.load.LoadResult;
import dev.ballast.launcher.load.LoadSource;
import dev.ballast.launcher.load.LoadSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What presses beside the level: asked for, and noted. */
final class Loads {
    static final Loads NONE = new Loads(Map.of(), Optional.empty(), Recorder.NONE);

    /** The agent's loads look at the world less often than the control loop. */
    private static final long NOTE_NANOS = 10_000_000;

    private static final double LEAST_PERCENT = 0.01;

    private final Map<LoadSpec, LoadSource> sources;
    private final Optional<Seek> seekInHeap;
    private final Recorder recorder;
    private final Map<LoadSpec, LoadRecord> records = new LinkedHashMap<>();
    private long notedNanos;

    /**
     * @param seekInHeap what says the heap's level, where it is sought
     */
    Loads(Map<LoadSpec, LoadSource> sources, Optional<Seek> seekInHeap, Recorder recorder) {
        this.sources = sources;
        this.seekInHeap = seekInHeap;
        this.recorder = recorder;
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
            LoadReading found = load.getValue().look();
            if (load.getKey().kind() == Kind.HEAP && seekInHeap.isPresent() && found.room() > 0) {
                record.aim(aim(now, found));
            }
            record.note(at, found, isHolding);
            load.getValue().want(record.wanted());
            recorder.load(now, load.getKey(), record.wanted(), found.level());
        }
    }

    private LoadSpec.Amount aim(Reading now, LoadReading found) {
        double inUse = 100.0 * found.seen() / found.room();
        double level = seekInHeap.get().level(now.nanos(), inUse);
        return new LoadSpec.Amount.Share(Math.max(level, LEAST_PERCENT));
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
