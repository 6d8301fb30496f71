package dev.ballast.launcher.cli;

import dev.ballast.launcher.cli.LiveState.Stage;
import dev.ballast.launcher.experiment.Level;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.timeline.Phase;
import java.time.Duration;
import java.util.Optional;

/**
 * What the run has told of itself, from any thread, and the state it is in, for the one that draws.
 */
final class LiveStory {
    private final String target;
    private final UseHistory history;
    private volatile Phase phase = Phase.DURING;
    private volatile Optional<Level> level = Optional.empty();
    private volatile boolean isReleasing;
    private Stage stage = Stage.START;
    private long stageNanos;

    LiveStory(String target, long nowNanos) {
        this.target = UntrustedText.printable(target);
        this.history = new UseHistory(nowNanos);
        this.stageNanos = nowNanos;
    }

    void phase(Phase next) {
        phase = next;
    }

    void level(Level now) {
        level = Optional.of(now);
    }

    void releasing() {
        isReleasing = true;
    }

    /**
     * As of now, by {@link System#nanoTime}. The level is told by the control loop or not at all.
     */
    LiveState at(long nanos, LiveState.Signs signs) {
        Optional<Level> told = level;
        Stage now = stage(told);
        if (now != stage) {
            stage = now;
            stageNanos = nanos;
        }
        boolean isToldNow = now == Stage.GROW || now == Stage.HOLD;
        Optional<LiveState.Memory> memory =
                isToldNow ? told.map(LiveState.Memory::of) : signs.memory();
        memory.ifPresent(seen -> history.put(nanos, seen.use().bytes()));
        return new LiveState(
                now,
                target,
                Duration.ofNanos(nanos - stageNanos),
                isToldNow ? told.map(Level::left) : Optional.empty(),
                memory,
                history.bytes(),
                signs);
    }

    private Stage stage(Optional<Level> told) {
        return switch (phase) {
            case BEFORE -> Stage.BEFORE;
            case AFTER -> Stage.AFTER;
            case DURING ->
                    isReleasing
                            ? Stage.RELEASE
                            : told.map(now -> now.isReached() ? Stage.HOLD : Stage.GROW)
                                    .orElse(Stage.START);
        };
    }
}
