package dev.ballast.launcher.runs;

import dev.ballast.launcher.experiment.Experiment;
import dev.ballast.launcher.experiment.Leftovers;
import dev.ballast.launcher.experiment.StopRequest;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.linux.Errno;
import dev.ballast.launcher.linux.Pidfd;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The end of one run, from outside: its launcher is asked to end, waited for as long as a release
 * may take, and killed if it has not ended by then; what a dead launcher leaves is undone here. The
 * signals reach exactly the launcher's process or none.
 */
public final class RunEnd implements AutoCloseable {
    /** A launcher ends by itself within its own deadline; this is for a machine that is slow. */
    private static final Duration PATIENCE = StopRequest.HONOURED_WITHIN.plusSeconds(5);

    private static final Duration KILL_DEADLINE = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = 20_000_000;

    private final Host host;
    private final Journal journal;
    private final Optional<RunNote> note;
    private final Duration patience;
    private final Optional<Pidfd> launcher;

    private RunEnd(
            Host host,
            Journal journal,
            Optional<RunNote> note,
            Duration patience,
            Optional<Pidfd> launcher) {
        this.host = host;
        this.journal = journal;
        this.note = note;
        this.patience = patience;
        this.launcher = launcher;
    }

    /**
     * What came of it.
     *
     * @param lines a sentence for each thing that happened
     * @param isUndone whether nothing of the run is left
     */
    public record Ended(List<String> lines, boolean isUndone) {}

    /** Asks the run's launcher to end it, and returns at once. */
    public static RunEnd ask(Host host, Journal journal) throws IOException {
        return ask(host, journal, PATIENCE);
    }

    static RunEnd ask(Host host, Journal journal, Duration patience) throws IOException {
        Optional<RunNote> note = RunNote.in(journal);
        Optional<Pidfd> launcher = open(host, journal.launcher());
        RunEnd end = new RunEnd(host, journal, note, patience, launcher);
        try {
            end.send(Pidfd::askToEnd);
            return end;
        } catch (IOException failure) {
            end.close();
            throw failure;
        }
    }

    /** None when it has ended. A number that it has now, it had when the pidfd was opened. */
    private static Optional<Pidfd> open(Host host, ProcessId process) throws IOException {
        Pidfd opened;
        try {
            opened = Pidfd.open(process.pid());
        } catch (Errno failure) {
            if (failure.is(Errno.ESRCH)) {
                return Optional.empty();
            }
            throw failure;
        }
        if (host.proc().isAlive(process)) {
            return Optional.of(opened);
        }
        opened.close();
        return Optional.empty();
    }

    private interface Signal {
        void sendTo(Pidfd process) throws IOException;
    }

    private void send(Signal signal) throws IOException {
        if (launcher.isPresent()) {
            try {
                signal.sendTo(launcher.get());
            } catch (Errno failure) {
                if (!failure.is(Errno.ESRCH)) {
                    throw failure;
                }
            }
        }
    }

    /** Waits until all of the run is undone, or says what is not. Needs nobody's cooperation. */
    public Ended await() throws IOException {
        List<String> lines = new ArrayList<>();
        if (!awaitLauncher(lines)) {
            return new Ended(lines, false);
        }
        boolean isUndone = true;
        if (journal.exists()) {
            Leftovers.Undone undone = new Leftovers(host).undo(journal);
            lines.addAll(undone.lines());
            isUndone = undone.isComplete();
        }
        if (!awaitRelease()) {
            isUndone = false;
            lines.add(
                    note.get().name()
                            + " has not confirmed that it gave its memory back: it does not run (stopped,"
                            + " or frozen); it does so within "
                            + Experiment.LEASE.toSeconds()
                            + " s of running again");
        }
        return new Ended(lines, isUndone);
    }

    private boolean awaitLauncher(List<String> lines) throws IOException {
        String run = note.map(RunNote::words).orElse("run that had not noted its target");
        String its = "launcher " + journal.launcher() + " of the " + run;
        if (launcher.isEmpty()) {
            lines.add(its + " had died before");
            return true;
        }
        if (launcher.get().awaitEnd(patience)) {
            lines.add(
                    journal.exists()
                            ? its + " ended without undoing all of it"
                            : "stopped the " + run + " (launcher " + journal.launcher() + ")");
            return true;
        }
        send(Pidfd::kill);
        String within = its + " did not end within " + patience.toSeconds() + " s and was killed";
        if (launcher.get().awaitEnd(KILL_DEADLINE)) {
            lines.add(within);
            return true;
        }
        lines.add(
                within
                        + ", which has had no effect yet (frozen, or in the kernel); run `recover` when it"
                        + " has ended");
        return false;
    }

    /** Its agent gives everything back by itself; whether it did, its thread tells. */
    private boolean awaitRelease() throws IOException {
        if (note.isEmpty() || note.get().kind() != RunNote.Kind.ATTACH) {
            return true;
        }
        ProcessId target = note.get().target();
        long deadline = System.nanoTime() + 2 * Experiment.LEASE.toNanos();
        while (isHeld(target)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    private boolean isHeld(ProcessId target) throws IOException {
        try {
            return host.proc().isAlive(target) && host.targets().isHeld(target.pid());
        } catch (ProcessGone ended) {
            return false;
        }
    }

    @Override
    public void close() {
        launcher.ifPresent(Pidfd::close);
    }
}
