package dev.ballast.launcher.trial;

import dev.ballast.launcher.attach.OutOfMemoryErrors;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.target.TargetJvm;
import java.util.Optional;

/**
 * Counts the OutOfMemoryErrors that the JVM throws in a run, by asking it at the beginning and at
 * the end. It can be asked once it has been attached to; its answer may take some time, so the
 * first is waited for in a thread of its own.
 */
final class ErrorCount {
    private final Proc proc;
    private final TargetJvm target;
    private final Thread first = new Thread(this::askFirst, "ballast-errors");
    private volatile Optional<OutOfMemoryErrors> atFirst = Optional.empty();

    ErrorCount(Proc proc, TargetJvm target) {
        this.proc = proc;
        this.target = target;
        first.setDaemon(true);
    }

    /** The agent is loaded. Returns at once; only the first call counts. */
    void begin() {
        if (first.getState() == Thread.State.NEW) {
            first.start();
        }
    }

    private void askFirst() {
        atFirst = Optional.of(ask());
    }

    private OutOfMemoryErrors ask() {
        try {
            return OutOfMemoryErrors.of(proc, target);
        } catch (ProcessGone gone) {
            return new OutOfMemoryErrors.NotKnown(gone.getMessage());
        }
    }

    /**
     * @param isThere whether the target still is
     */
    ThrownErrors end(boolean isThere) {
        if (!isThere) {
            return ThrownErrors.unknown("the JVM is gone, and its counts with it");
        }
        awaitFirst();
        if (atFirst.isEmpty()) {
            return ThrownErrors.unknown("the JVM was not asked at the beginning");
        }
        OutOfMemoryErrors atEnd = ask();
        if (atFirst.get() instanceof OutOfMemoryErrors.Counted before
                && atEnd instanceof OutOfMemoryErrors.Counted after) {
            return ThrownErrors.counted(before.total(), after.total());
        }
        boolean isFirst = atFirst.get() instanceof OutOfMemoryErrors.NotKnown;
        return ThrownErrors.unknown(
                ((OutOfMemoryErrors.NotKnown) (isFirst ? atFirst.get() : atEnd)).reason());
    }

    /** Its own deadline ends it. */
    private void awaitFirst() {
        try {
            first.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
