package dev.ballast.launcher.guard;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A protection that is on: every process of a scope at our score or below it, new ones as they
 * appear, until it is closed, which restores every original score and reads each back.
 *
 * <p>Each original is in the journal before its score is changed, and the restorer runs before the
 * first change.
 */
public final class Guard implements AutoCloseable {
    private static final long WATCH_NANOS = 200_000_000;

    private final Proc proc;
    private final GuardPlan plan;
    private final Journal journal;
    private final Duration lease;
    private final ScoreWriter writer;
    private final Roster roster;
    private final List<ProcessId> changed = new ArrayList<>();
    private final Thread watch = new Thread(this::watch, "ballast-guard");
    private Restorer restorer;
    private volatile boolean isClosing;
    private volatile IOException watchFailure;
    private GuardResult result;

    private Guard(Proc proc, GuardPlan plan, Journal journal, Duration lease, Roster roster) {
        this.proc = proc;
        this.plan = plan;
        this.journal = journal;
        this.lease = lease;
        this.writer = new ScoreWriter(proc, plan.by());
        this.roster = roster;
    }

    /**
     * Protects everybody in the plan's scope.
     *
     * @param lease after which the restorer takes a silent launcher for dead
     * @throws IOException when one score could not be set; then all are restored
     */
    public static Guard on(Proc proc, GuardPlan plan, Journal journal, Duration lease)
            throws IOException {
        Roster roster = Roster.survey(proc, plan.scope());
        if (roster.isEmpty()) {
            throw new IOException("there is nothing left to protect of " + plan.scope().name());
        }
        Guard guard = new Guard(proc, plan, journal, lease, roster);
        journal.write(Restorer.SCORES, guard.journalText());
        guard.restorer = Restorer.start(journal, lease);
        try {
            guard.changeSurveyed();
            guard.protectUntilNobodyIsNew();
        } catch (IOException failure) {
            guard.close();
            throw new IOException(failure.getMessage() + "; " + guard.result.sentence(), failure);
        }
        guard.watch.setDaemon(true);
        guard.watch.start();
        return guard;
    }

    public GuardPlan plan() {
        return plan;
    }

    /** How many processes have been given our score so far. */
    public synchronized int changedCount() {
        return changed.size();
    }

    /**
     * @throws IOException when the protection does not hold any more
     */
    public void check() throws IOException {
        if (!restorer.isOnDuty()) {
            throw new IOException(
                    "the restorer has given the scores back: it heard nothing from the launcher for "
                            + lease.toSeconds()
                            + " s, or was ended by somebody");
        }
        if (watchFailure != null) {
            throw watchFailure;
        }
    }

    private String journalText() {
        StringBuilder text = new StringBuilder();
        text.append("score ").append(plan.score()).append('\n');
        text.append("orphan ").append(roster.first()).append('\n');
        text.append(plan.scope().journalLine());
        for (ProcessId process : roster.processes()) {
            text.append(journalLine(process));
        }
        return text.toString();
    }

    private String journalLine(ProcessId process) {
        return "process "
                + process.pid()
                + " "
                + process.startTicks()
                + " "
                + roster.originalOf(process)
                + "\n";
    }

    private void changeSurveyed() throws IOException {
        for (ProcessId process : roster.processes()) {
            if (roster.originalOf(process).compareTo(plan.score()) > 0) {
                change(process);
            }
        }
    }

    private void protectUntilNobodyIsNew() throws IOException {
        int before;
        do {
            before = roster.size();
            for (ProcessStat member : plan.scope().members(proc)) {
                if (!roster.contains(member.id())) {
                    protectNew(member);
                }
            }
        } while (roster.size() > before);
    }

    /**
     * A process first seen at our score was forked by one that we had changed, so what it reads now
     * is no original: its parent's is, and the scope's first process's for an orphan.
     */
    private void protectNew(ProcessStat member) throws IOException {
        try {
            OomScoreAdj now = new OomScoreAdj(proc.oomScoreAdj(member.id().pid()));
            OomScoreAdj original = now.equals(plan.score()) ? inherited(member) : now;
            roster.add(member.id(), original);
            journal.append(Restorer.SCORES, journalLine(member.id()));
            if (now.equals(plan.score())) {
                noteChanged(member.id());
            } else if (now.compareTo(plan.score()) > 0) {
                change(member.id());
            }
        } catch (ProcessGone exited) {
            return;
        }
    }

    private OomScoreAdj inherited(ProcessStat member) throws IOException {
        ProcessId parent;
        try {
            parent = proc.id(member.parentPid());
        } catch (ProcessGone orphaned) {
            return roster.first();
        }
        return roster.contains(parent) ? roster.originalOf(parent) : roster.first();
    }

    private void change(ProcessId process) throws IOException {
        try {
            writer.write(process, plan.score());
            noteChanged(process);
        } catch (ProcessGone exited) {
            return;
        }
    }

    private synchronized void noteChanged(ProcessId process) {
        changed.add(process);
    }

    private void watch() {
        while (!isClosing && watchFailure == null && restorer.isOnDuty()) {
            try {
                protectUntilNobodyIsNew();
            } catch (IOException failure) {
                watchFailure = failure;
            }
            LockSupport.parkNanos(WATCH_NANOS);
        }
    }

    /** What became of it; only after closing. */
    public GuardResult result() {
        return result;
    }

    @Override
    public void close() throws IOException {
        if (result != null) {
            return;
        }
        isClosing = true;
        LockSupport.unpark(watch);
        joinWatch();
        boolean restored = restorer.restore();
        List<ProcessId> left = leftAtOurScore();
        if (!restored || !left.isEmpty()) {
            // It was killed, or a launcher that woke up too late changed one more: a second one
            // does it.
            journal.write(Restorer.SCORES, journalText());
            Restorer.start(journal, lease).restore();
            left = leftAtOurScore();
        }
        result = new GuardResult(plan.score(), plan.by(), changedCount(), roster.scores(), left);
    }

    private void joinWatch() {
        try {
            watch.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Read back from the kernel: who still has our score and did not have it before. */
    private List<ProcessId> leftAtOurScore() throws IOException {
        List<ProcessId> left = new ArrayList<>();
        for (ProcessStat member : plan.scope().members(proc)) {
            try {
                boolean isAtOurs = proc.oomScoreAdj(member.id().pid()) == plan.score().value();
                if (isAtOurs && !plan.score().equals(roster.originalOf(member.id()))) {
                    left.add(member.id());
                }
            } catch (ProcessGone exited) {
                continue;
            }
        }
        return left;
    }
}
