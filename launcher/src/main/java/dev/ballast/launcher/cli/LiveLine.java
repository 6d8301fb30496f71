package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.Level;
import dev.ballast.launcher.experiment.Progress;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.timeline.Event;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * How the run goes, on stderr: one line that is drawn again on a terminal, else a line every few
 * seconds. Printed from a thread of its own: a terminal that was stopped, or a pipe that nobody
 * reads, must not hold up the control loop.
 */
final class LiveLine implements Progress, AutoCloseable {
    private static final Duration ON_TERMINAL = Duration.ofMillis(100);
    private static final Duration IN_A_LOG = Duration.ofSeconds(3);

    /** For what is still to be printed at the end. */
    private static final long FAREWELL_MILLIS = 1000;

    /** A reader that has gone away must not fill the launcher's memory either. */
    private static final int LINES_KEPT = 1000;

    private static final long LOOK_MILLIS = 20;
    private static final int BAR_CELLS = 20;
    private static final String CLEAR = "\r\033[K";

    private final PrintWriter out;
    private final boolean isTerminal;
    private final BlockingQueue<String> unprinted = new ArrayBlockingQueue<>(LINES_KEPT);
    private final Thread printer = new Thread(this::print, "ballast-live");
    private volatile boolean isClosed;
    private long nextNanos = System.nanoTime();

    LiveLine(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
        printer.setDaemon(true);
        printer.start();
    }

    private void print() {
        try {
            while (!isClosed || !unprinted.isEmpty()) {
                String text = unprinted.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (text != null) {
                    out.print(text);
                    out.flush();
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What does not fit any more is not printed. */
    private void say(String text) {
        unprinted.offer(text);
    }

    /**
     * Whether stderr is a terminal: the kernel names its file {@code /dev/pts/0} or {@code
     * /dev/tty1}.
     */
    static boolean isTerminal() {
        try {
            String file = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty");
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public void step(Event.Kind kind, String words) {
        say((isTerminal ? CLEAR : "") + words + System.lineSeparator());
    }

    @Override
    public void level(Level level) {
        long now = System.nanoTime();
        if (now < nextNanos) {
            return;
        }
        nextNanos = now + (isTerminal ? ON_TERMINAL : IN_A_LOG).toNanos();
        String numbers =
                String.format(
                        "%s / %s  ballast %s  limit %s  %s left",
                        level.use(),
                        level.wanted(),
                        level.ballast(),
                        level.limit(),
                        Durations.words(
                                level.left().isNegative()
                                        ? Duration.ZERO
                                        : wholeSeconds(level.left())));
        String phase = level.isReached() ? "hold" : "grow";
        if (isTerminal) {
            say(
                    CLEAR
                            + phase
                            + " "
                            + bar(level.wanted(), level.use(), level.limit())
                            + " "
                            + numbers);
        } else {
            say(phase + " " + numbers + System.lineSeparator());
        }
    }

    /** What is given back is in the result, a moment later. */
    @Override
    public void releasing() {}

    private static Duration wholeSeconds(Duration time) {
        return Duration.ofSeconds(time.plusMillis(999).toSeconds());
    }

    /** The limit's width, filled up to the use, with a mark where the level is wanted. */
    private static String bar(ByteSize wanted, ByteSize use, ByteSize limit) {
        StringBuilder bar = new StringBuilder("[");
        long filled = Math.round(use.percentOf(limit) / 100 * BAR_CELLS);
        long mark = Math.round(wanted.percentOf(limit) / 100 * BAR_CELLS);
        for (int cell = 1; cell <= BAR_CELLS; cell++) {
            bar.append(cell == mark ? '|' : cell <= filled ? '#' : '.');
        }
        return bar.append(']').toString();
    }

    @Override
    public void close() {
        if (isTerminal) {
            say(CLEAR);
        }
        isClosed = true;
        try {
            printer.join(FAREWELL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
