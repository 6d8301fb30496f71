package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.Level;
import dev.ballast.launcher.experiment.Progress;
import dev.ballast.launcher.linux.WindowSize;
import dev.ballast.launcher.timeline.Event;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.trial.Watching;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How the run goes, on stderr: on a terminal a few lines that are drawn again in place, below the
 * steps; else a line for each step, and one for the level every few seconds. Printed from a thread
 * of its own: a terminal that was stopped, or a pipe that nobody reads, must not hold up the
 * control loop.
 */
final class LiveView implements Progress, AutoCloseable {
    /** Some seven times a second: a movement to the eye, and nothing to a slow line. */
    private static final long FRAME_NANOS = 150_000_000;

    private static final long LEVEL_NANOS = Duration.ofSeconds(3).toNanos();

    /** For what is still to be printed at the end. */
    private static final long FAREWELL_MILLIS = 1000;

    /** A reader that has gone away must not fill the launcher's memory either. */
    private static final int LINES_KEPT = 1000;

    private static final long LOOK_MILLIS = 20;

    private final PrintWriter out;
    private final Terminal terminal;
    private final boolean isQuiet;
    private final BlockingQueue<LiveStep> unprinted = new ArrayBlockingQueue<>(LINES_KEPT);
    private final Thread printer = new Thread(this::print, "ballast-live");
    private final LiveScreen screen = new LiveScreen();
    private final ProbeChanges changes = new ProbeChanges();
    private final LiveStory story;
    private volatile Supplier<LiveState.Signs> signs = () -> LiveState.Signs.NONE;
    private volatile boolean isWatching;
    private volatile boolean isClosed;
    private long nextFrameNanos = System.nanoTime();
    private long nextLevelNanos = System.nanoTime();

    /**
     * @param isQuiet whether nothing at all is to be said
     * @param target its name, for a terminal's title
     */
    LiveView(PrintWriter out, Terminal terminal, boolean isQuiet, String target) {
        this.out = out;
        this.terminal = terminal;
        this.isQuiet = isQuiet;
        this.story = new LiveStory(target, System.nanoTime());
        if (!isQuiet) {
            printer.setDaemon(true);
            printer.start();
        }
    }

    /** From now on this is shown, too; what its probes find is told without being a step. */
    void watching(Watching watching) {
        watching(() -> LiveState.Signs.of(watching));
    }

    void watching(Supplier<LiveState.Signs> source) {
        signs = source;
        isWatching = true;
    }

    @Override
    public void phase(Phase phase) {
        story.phase(phase);
    }

    @Override
    public void step(Event.Kind kind, String words) {
        boolean isOfProbe = kind == Event.Kind.PROBE_FAILED || kind == Event.Kind.PROBE_PASSED;
        if (!isOfProbe || !isWatching) {
            unprinted.offer(new LiveStep(kind, words)); // what does not fit is not printed
        }
    }

    @Override
    public void level(Level now) {
        story.level(now);
        long nanos = System.nanoTime();
        if (!terminal.isDrawable() && !isQuiet && nanos >= nextLevelNanos) {
            nextLevelNanos = nanos + LEVEL_NANOS;
            unprinted.offer(LiveStep.of(now));
        }
    }

    @Override
    public void releasing() {
        story.releasing();
    }

    private void print() {
        try {
            while (!isClosed) {
                LiveStep first = unprinted.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                long nanos = System.nanoTime();
                if (first != null || nanos >= nextFrameNanos) {
                    nextFrameNanos = nanos + FRAME_NANOS;
                    LiveState.Signs now = signs.get();
                    List<LiveStep> steps = steps(first);
                    steps.addAll(changes.since(now.probes()));
                    write(steps, terminal.isDrawable() ? frame(nanos, now) : List.of());
                }
            }
            write(steps(null), List.of());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<LiveStep> steps(LiveStep first) {
        List<LiveStep> steps = new ArrayList<>();
        if (first != null) {
            steps.add(first);
        }
        unprinted.drainTo(steps);
        return steps;
    }

    /** A third of the window is left to the steps, and the last row to the cursor. */
    private List<StyledLine> frame(long nanos, LiveState.Signs now) {
        WindowSize window = terminal.window().get();
        LiveState state = story.at(nanos, now);
        int height = Math.min(window.rows() - 1, Math.max(1, window.rows() * 2 / 3));
        return height < 1
                ? List.of()
                : LiveFrame.lines(state, window.columns() - 1, height, glyphs());
    }

    private Glyphs glyphs() {
        return terminal.isUnicode() ? Glyphs.UNICODE : Glyphs.ASCII;
    }

    /** At once, so that no half of it is seen. */
    private void write(List<LiveStep> steps, List<StyledLine> frame) {
        List<String> lines = steps.stream().map(step -> step.text(terminal.isColoured())).toList();
        String text =
                terminal.isDrawable()
                        ? screen.draw(lines, frame, terminal.isColoured(), terminal.window().get())
                        : LiveStep.lines(lines);
        if (!text.isEmpty()) {
            out.print(text);
            out.flush();
        }
    }

    /** What is left to say is said, and what was drawn is gone. */
    @Override
    public void close() {
        isClosed = true;
        try {
            printer.join(FAREWELL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
