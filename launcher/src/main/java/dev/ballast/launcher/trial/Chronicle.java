package dev.ballast.launcher.trial;

import dev.ballast.launcher.control.AgentSnapshot;
import dev.ballast.launcher.experiment.Level;
import dev.ballast.launcher.experiment.Progress;
import dev.ballast.launcher.experiment.Recorder;
import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.govern.Decision;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.quantity.Unit;
import dev.ballast.launcher.timeline.Event;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Series;
import dev.ballast.launcher.timeline.Timeline;
import dev.ballast.launcher.vitals.Vitals;
import java.time.Duration;

/** Writes the experiment into the timeline, and passes its progress on. */
final class Chronicle implements Progress, Recorder {
    /** Below it a pause is nothing to tell: the chart has it. */
    private static final long STALL_NANOS = 500_000_000;

    /** Reliefs come in bursts; one mark stands for all of a second. */
    private static final long RELIEF_NANOS = 1_000_000_000;

    private final Timeline timeline;
    private final Progress other;
    private final Vitals vitals;
    private final Runnable begun;
    private boolean isBegun;
    private long ownUse;
    private long silentNanos;
    private long reliefNanos = Long.MIN_VALUE;

    /**
     * @param begun is told when the agent is there; must return at once
     */
    Chronicle(Timeline timeline, Progress other, Vitals vitals, Runnable begun) {
        this.timeline = timeline;
        this.other = other;
        this.vitals = vitals;
        this.begun = begun;
    }

    @Override
    public void tick(Reading now, Decision decision, AgentSnapshot jvm) {
        if (!isBegun) {
            isBegun = true;
            begun.run();
        }
        long nanos = now.nanos();
        ownUse = now.use() - now.ballast();
        vitals.told(nanos, jvm);
        timeline.put(Series.WANTED, nanos, decision.wantedUse());
        timeline.put(Series.USE, nanos, now.use());
        timeline.put(Series.USE_PEAK, nanos, now.use());
        timeline.put(Series.LIMIT, nanos, now.limit());
        timeline.put(Series.HELD, nanos, now.held());
        timeline.put(Series.FUSE, nanos, now.fuse());
        timeline.put(Series.HEAP_USED, nanos, now.heap().used());
        timeline.put(Series.HEAP_COMMITTED, nanos, now.heap().committed());
        timeline.put(Series.HEAP_MAX, nanos, now.heap().max());
        timeline.put(Series.DIRECT, nanos, jvm.directUsed().bytes());
        noteRelief(nanos, decision);
        noteStall(now);
    }

    @Override
    public void load(Reading now, LoadSpec load, long wanted, long level) {
        if (load.unit().isEmpty()) {
            return;
        }
        Unit unit = load.unit().get();
        timeline.put(Series.area(load.name(), unit), now.nanos(), level);
        if (!load.isUntilRefused()) {
            timeline.put(Series.wantedOfArea(load.name(), unit), now.nanos(), wanted);
        }
    }

    private void noteRelief(long nanos, Decision decision) {
        if (decision.isRelief() && nanos - RELIEF_NANOS > reliefNanos) {
            reliefNanos = nanos;
            timeline.event(nanos, Event.Kind.RELIEF, "relief: the fuse is cut, the limit is near");
        }
    }

    /** When it is over, with its length. */
    private void noteStall(Reading now) {
        if (now.silentNanos() < silentNanos && silentNanos > STALL_NANOS) {
            timeline.event(
                    now.nanos(),
                    Event.Kind.STALL,
                    "no Java thread ran for " + Durations.words(Duration.ofNanos(silentNanos)));
        }
        silentNanos = now.silentNanos();
    }

    @Override
    public void step(Event.Kind kind, String words) {
        timeline.event(System.nanoTime(), kind, words);
        other.step(kind, words);
    }

    @Override
    public void phase(Phase phase) {
        timeline.phase(System.nanoTime(), phase);
        other.phase(phase);
    }

    @Override
    public void level(Level now) {
        other.level(now);
    }

    @Override
    public void releasing() {
        timeline.event(System.nanoTime(), Event.Kind.RELEASE, "giving everything back");
        other.releasing();
    }

    /** What others had in use when ballast still held something. */
    ByteSize ownUse() {
        return new ByteSize(Math.max(0, ownUse));
    }

    /** What is known only when everything is undone. */
    void ended(Result result) {
        long nanos = System.nanoTime();
        result.ooms()
                .killed()
                .forEach(killed -> timeline.event(nanos, Event.Kind.KILL, killed.sentence()));
        result.guard().ifPresent(guard -> timeline.event(nanos, Event.Kind.STEP, guard.sentence()));
        timeline.event(
                nanos,
                Event.Kind.ENDED,
                result.outcome().words()
                        + (result.reason().isEmpty() ? "" : ": " + result.reason()));
    }
}
