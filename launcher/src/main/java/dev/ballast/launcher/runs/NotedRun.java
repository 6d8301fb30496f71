package dev.ballast.launcher.runs;

import dev.ballast.launcher.experiment.Level;
import dev.ballast.launcher.experiment.Progress;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.timeline.Event;
import dev.ballast.launcher.timeline.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * This launcher's run, noted in its journal from before its first effect until it is closed after
 * the last one was undone, with its state once a second.
 *
 * <p>The state is written from a thread of its own: a disk that is slow, because memory is short,
 * must not hold up the control loop.
 */
public final class NotedRun implements AutoCloseable {
    private static final long PERIOD_NANOS = 1_000_000_000;

    private final Journal journal;
    private final Thread writer = new Thread(this::write, "ballast-state");
    private volatile RunState state;
    private volatile boolean isClosed;

    private NotedRun(Journal journal, Instant now) {
        this.journal = journal;
        this.state = new RunState(RunState.Phase.START, Optional.empty(), Optional.empty(), now);
        this.writer.setDaemon(true);
    }

    /**
     * Notes the run. Called before its first effect.
     *
     * @throws IOException when that cannot be written; then there is nothing to undo
     */
    public static NotedRun begin(Journal journal, RunNote note) throws IOException {
        journal.write(Journal.RUN, note.text());
        NotedRun run = new NotedRun(journal, note.since());
        run.writer.start();
        return run;
    }

    /** How far it is now. Returns at once; a new phase is written at once, too. */
    void now(RunState now) {
        boolean isNewPhase = now.phase() != state.phase();
        state = now;
        if (isNewPhase) {
            LockSupport.unpark(writer);
        }
    }

    /** A protection alone is on. */
    public void protecting(Optional<Duration> left) {
        now(new RunState(RunState.Phase.PROTECT, Optional.empty(), left, Instant.now()));
    }

    /** Everything is given back from now on. */
    public void releasing() {
        now(state.in(RunState.Phase.RELEASE));
    }

    /** Hears the run's progress, and passes it on. */
    public Progress hearing(Progress other) {
        return new Progress() {
            @Override
            public void step(Event.Kind kind, String words) {
                other.step(kind, words);
            }

            @Override
            public void phase(Phase phase) {
                other.phase(phase);
            }

            @Override
            public void level(Level now) {
                other.level(now);
                NotedRun.this.now(
                        new RunState(
                                now.isReached() ? RunState.Phase.HOLD : RunState.Phase.GROW,
                                Optional.of(
                                        new RunState.Level(
                                                now.use(),
                                                now.wanted(),
                                                now.limit(),
                                                now.ballast())),
                                Optional.of(now.left()),
                                Instant.now()));
            }

            @Override
            public void releasing() {
                NotedRun.this.releasing();
                other.releasing();
            }
        };
    }

    private void write() {
        RunState written = null;
        while (!isClosed) {
            RunState now = state;
            if (now != written) {
                try {
                    journal.write(Journal.STATE, now.text());
                } catch (IOException unseen) {
                    // The run does not depend on being looked at; the age of the state is shown.
                }
                written = now;
            }
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    @Override
    public void close() throws IOException {
        isClosed = true;
        LockSupport.unpark(writer);
        try {
            writer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        journal.remove(Journal.STATE);
        journal.remove(Journal.RUN);
        journal.close();
    }
}
