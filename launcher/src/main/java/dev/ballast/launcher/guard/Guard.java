package dev.ballast.launcher.guard;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStat;
import dev.ballast.launcher.restore.RestoreScript;
import dev.ballast.launcher.restore.Restorer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A protection that is on: every process of a scope at our score or below it, new ones as they
 * appear, until it is closed, which restores every original score and reads each back.
 *
 * <p>Each original is in the journal before its score is changed, and the restorer runs before the
 * first change.
 */
public final class Guard implements AutoCloseable {
    static final RestoreScript SCRIPT =
            new RestoreScript(Guard.class, "restorer.sh", "ballast-restorer");

    private static final long WATCH_NANOS = 200_000_000;
    private static final int DEAD_LINES_KEPT = 1000;
    private static final int MOST_PASSES = 20;

    private final Proc proc;
    private final GuardPlan plan;
    private final Journal journal;
    private final Duration lease;
    private final ScoreWriter writer;
    private final Roster roster;
    private final ScoreJournal scores;
    private final Thread watch = new Thread(this::watch, "ballast-guard");
    private Restorer restorer;
    private volatile boolean isClosing;
    private volatile IOException watchFailure;
    private volatile boolean isDeserted;
    private volatile int changed;
    private GuardResult result;

    private Guard(Proc proc, GuardPlan plan, Journal journal, Duration lease, Roster roster) {
        this.proc = proc;
        this.plan = plan;
        this.journal = journal;
        this.lease = lease;
        this.writer = new ScoreWriter(proc, plan.by());
        this.roster = roster;
        this.scores = new ScoreJournal(journal);
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
        guard.scores.write(plan.score(), plan.scope(), roster);
        try {
            guard.scores.checkNobodyElseProtects(roster, proc);
            guard.restorer = Restorer.start(SCRIPT, journal, lease);
        } catch (IOException nothingWasChanged) {
            guard.scores.remove();
            throw nothingWasChanged;
        }
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

    /** How many processes have been given our score so far. */
    public int changedCount() {
        return changed;
    }

    /** Whether no process of the scope is left, as when its container has ended. */
    public boolean isDeserted() {
        return isDeserted;
    }

    /**
     * @throws IOException when the protection does not hold any more
     */
    public void check() throws IOException {
        checkOnDuty();
        if (watchFailure != null) {
            throw watchFailure;
        }
    }

    /** Without a restorer no score may be changed: nobody would give it back. */
    private void checkOnDuty() throws IOException {
        if (!restorer.isOnDuty()) {
            throw new IOException(
                    "the restorer has given the scores back: it heard nothing from the launcher for "
                            + lease.toSeconds()
                            + " s, or was ended by somebody");
        }
    }

    private void changeSurveyed() throws IOException {
        for (Map.Entry<ProcessId, OomScoreAdj> process : roster.originals()) {
            if (process.getValue().compareTo(plan.score()) > 0) {
                change(process.getKey());
            }
        }
    }

    /**
     * Looks again while somebody new has a score of his own: he may have forked before he was
     * changed. Whoever is new at our score was forked by one who had it, so an application that
     * forks all the time is no reason; and one whose processes raise their scores all the time is
     * not waited for.
     */
    private void protectUntilNobodyIsNew() throws IOException {
        List<ProcessStat> members;
        boolean isAnyChanged;
        int passes = 0;
        do {
            isAnyChanged = false;
            members = plan.scope().members(proc);
            for (ProcessStat member : members) {
                if (!isClosing && !roster.contains(member.id()) && !isOurs(member)) {
                    isAnyChanged |= protectNew(member);
                }
            }
        } while (isAnyChanged && ++passes < MOST_PASSES);
        isDeserted = members.isEmpty();
        forgetTheDead(members);
    }

    /** A helper that has entered the scope's cgroup for a moment keeps the score it gave itself. */
    private static boolean isOurs(ProcessStat member) {
        return member.parentPid() == ProcessHandle.current().pid();
    }

    /** An application that forks all the time must not make the journal grow without end. */
    private void forgetTheDead(List<ProcessStat> members) throws IOException {
        if (scores.lines() > DEAD_LINES_KEPT + 2 * members.size()) {
            roster.retain(living(members));
            scores.write(plan.score(), plan.scope(), roster);
        }
    }

    /** Members, and those who have left the scope with our score and live on elsewhere. */
    private Set<ProcessId> living(List<ProcessStat> members) throws IOException {
        Set<ProcessId> living =
                members.stream()
                        .map(ProcessStat::id)
                        .collect(Collectors.toCollection(HashSet::new));
        for (Map.Entry<ProcessId, OomScoreAdj> listed : roster.originals()) {
            if (!living.contains(listed.getKey()) && proc.isAlive(listed.getKey())) {
                living.add(listed.getKey());
            }
        }
        return living;
    }

    /**
     * A process first seen at our score was forked by one that we had changed, so what it reads now
     * is no original: its parent's is, and the scope's first process's for an orphan.
     *
     * @return whether its own score was above ours
     */
    private boolean protectNew(ProcessStat member) throws IOException {
        try {
            OomScoreAdj now = new OomScoreAdj(proc.oomScoreAdj(member.id().pid()));
            OomScoreAdj original = now.equals(plan.score()) ? inherited(member) : now;
            roster.add(member.id(), original);
            scores.append(member.id(), original);
            if (now.equals(plan.score())) {
                changed++;
            } else if (now.compareTo(plan.score()) > 0) {
                change(member.id());
                return true;
            }
            return false;
        } catch (ProcessGone exited) {
            return false;
        }
    }

    private OomScoreAdj inherited(ProcessStat member) throws IOException {
        ProcessId parent;
        try {
            parent = proc.id(member.parentPid());
        } catch (ProcessGone orphaned) {
            return roster.ofOrphans();
        }
        return roster.originalOf(parent).orElse(roster.ofOrphans());
    }

    private void change(ProcessId process) throws IOException {
        try {
            checkOnDuty();
            writer.write(process, plan.score());
            changed++;
        } catch (ProcessGone exited) {
            return;
        }
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
            scores.write(plan.score(), plan.scope(), roster);
            Restorer.start(SCRIPT, journal, lease).restore();
            left = leftAtOurScore();
            if (!left.isEmpty()) {
                scores.write(plan.score(), plan.scope(), roster); // for `recover`
            }
        }
        result = new GuardResult(plan.score(), plan.by(), changed, roster.scores(), left);
    }

    private void joinWatch() {
        try {
            watch.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Read back from the kernel: who still has our score and did not have it before, also of those
     * that have left the scope meanwhile.
     */
    private List<ProcessId> leftAtOurScore() throws IOException {
        Set<ProcessId> all = new LinkedHashSet<>();
        plan.scope().members(proc).forEach(member -> all.add(member.id()));
        roster.originals().forEach(process -> all.add(process.getKey()));
        List<ProcessId> left = new ArrayList<>();
        for (ProcessId process : all) {
            if (isLeftAtOurScore(process)) {
                left.add(process);
            }
        }
        return left;
    }

    private boolean isLeftAtOurScore(ProcessId process) throws IOException {
        try {
            return proc.oomScoreAdj(process.pid()) == plan.score().value()
                    && !roster.originalOf(process).equals(Optional.of(plan.score()))
                    && proc.isAlive(process);
        } catch (ProcessGone exited) {
            return false;
        }
    }
}
