package dev.ballast.launcher.watch;

import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the OOM killer: who was taken in the target's container, and at whose limit. What was
 * counted before {@link #begin} is not the run's.
 *
 * <p>Used by the run's own thread; only {@link #helper} may be called from any.
 */
public final class OomWatch implements AutoCloseable {
    private static final long ATTENDANCE_NANOS = 200_000_000;

    /** Of a look's time, when the groups hold thousands of processes. */
    private static final int SHARE_OF_TIME = 20;

    /** The kernel counts, sends SIGKILL, and writes to its log last. */
    private static final long LOG_WITHIN_NANOS = 300_000_000;

    private static final long POLL_NANOS = 5_000_000;

    /** From a kill to the end of its target: a large one takes its time. */
    private static final long ENDS_WITHIN_NANOS = 5_000_000_000L;

    private final Proc proc;
    private final TargetJvm target;
    private final WatchedGroups groups;
    private final KernelLog log;
    private final Helpers helpers;
    private final Attendance attendance;
    private final OomLedger ledger;
    private final OomCounters start;
    private final OptionalLong hostKillsAtStart;
    private OomCounters last;
    private boolean isCountLost;
    private long nextAttendanceNanos;
    private long limitMet;
    private long countedNanos;

    OomWatch(Proc proc, TargetJvm target, KernelLog log, int launcher) throws IOException {
        this.proc = proc;
        this.target = target;
        this.groups = WatchedGroups.of(target);
        this.log = log;
        this.helpers = new Helpers(launcher);
        this.attendance = new Attendance(proc);
        this.ledger = new OomLedger(target.process().pid(), groups, helpers, attendance::member);
        this.start = OomCounters.read(groups);
        this.last = start;
        this.hostKillsAtStart = hostKillsNow();
        takeAttendance();
    }

    /**
     * Begins to watch. Called before the first effect.
     *
     * @throws IOException when the target's cgroup cannot be read
     */
    public static OomWatch begin(Proc proc, TargetJvm target) throws IOException {
        int launcher = (int) ProcessHandle.current().pid();
        KernelLog log = KernelLog.fromNow(proc, launcher);
        try {
            return new OomWatch(proc, target, log, launcher);
        } catch (IOException failure) {
            log.close();
            throw failure;
        }
    }

    /**
     * A process of ours that enters a watched group: it is never called a bystander. End it by
     * SIGTERM: where the kernel's log cannot be read, a SIGKILL would pass for the OOM killer's.
     */
    public void helper(Process helper) {
        helpers.add(helper);
    }

    /** Looks once: cheap, and to be repeated. What cannot be read any more is left out. */
    public void look() {
        long kills = count();
        if (kills > 0 || ledger.unnamed() > 0 || System.nanoTime() > nextAttendanceNanos) {
            takeAttendance(); // before the log is read: who is being killed is still there
        }
        log.unread().forEach(ledger::read);
        if (ledger.unnamed() > 0
                && log.unreadable().isPresent()
                && !helpers.isAnyEnding(this::isLiving)) {
            ledger.nameByAbsence();
        }
    }

    private long count() {
        OomCounters read = OomCounters.readAgain(groups);
        isCountLost = !read.contain(groups.own());
        OomCounters now = read.over(last);
        long kills = now.killsSince(last, groups);
        countedNanos = kills > 0 ? System.nanoTime() : countedNanos;
        ledger.count(kills, now.blameSince(last, groups));
        limitMet += now.limitMetSince(last, groups);
        last = now;
        return kills;
    }

    private void takeAttendance() {
        long from = System.nanoTime();
        ledger.gone(attendance.take(pids()));
        long now = System.nanoTime();
        nextAttendanceNanos = now + Math.max(ATTENDANCE_NANOS, SHARE_OF_TIME * (now - from));
    }

    private List<Integer> pids() {
        List<Integer> pids = new ArrayList<>();
        try {
            pids.addAll(groups.pids());
        } catch (IOException groupRemoved) {
            pids.clear();
        }
        int own = target.process().pid();
        if (!pids.contains(own) && isLiving(own)) {
            pids.add(own); // in the hierarchy's root nobody else is watched
        }
        return pids;
    }

    private boolean isLiving(int pid) {
        try {
            return !proc.stat(pid).isZombie();
        } catch (IOException exited) {
            return false;
        }
    }

    /** What has happened so far. Waits a moment for the kernel's log when that lags behind. */
    public OomEvents events() {
        long deadline = System.nanoTime() + LOG_WITHIN_NANOS;
        look();
        while (ledger.unnamed() > 0 && log.unreadable().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL_NANOS);
            look();
        }
        helpers.settle(this::isLiving);
        ledger.nameByAbsence();
        List<Killed> killed = ledger.killed();
        long named = killed.stream().filter(one -> one.who() != Killed.Who.ELSEWHERE).count();
        long ofGroups = named + ledger.unknown() + ledger.countedTwice();
        return new OomEvents(
                killed,
                ledger.unknown(),
                limitMet,
                last.groupKillsSince(start, groups),
                hostKills().map(kills -> Math.max(0, kills - ofGroups)),
                isCountLost,
                log.unreadable(),
                ledger.notes());
    }

    /** On the whole host, in cgroups or not, since the beginning. */
    private Optional<Long> hostKills() {
        OptionalLong now = hostKillsNow();
        return now.isPresent() && hostKillsAtStart.isPresent()
                ? Optional.of(now.getAsLong() - hostKillsAtStart.getAsLong())
                : Optional.empty();
    }

    private OptionalLong hostKillsNow() {
        try {
            return proc.oomKills();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    /**
     * The first kill so far that is not of our own helper, in words. One that nobody is named for
     * yet is given the time in which the kernel's log comes.
     */
    public Optional<String> foreignKill() {
        boolean isOverdue =
                ledger.unknown() > 0 && System.nanoTime() - countedNanos > LOG_WITHIN_NANOS;
        return ledger.killed().stream()
                .filter(one -> one.who() == Killed.Who.BYSTANDER || one.who() == Killed.Who.TARGET)
                .findFirst()
                .map(Killed::sentence)
                .or(
                        () ->
                                isOverdue
                                        ? Optional.of(
                                                "one is counted, and nobody could be named for it")
                                        : Optional.empty());
    }

    /** Whether a kill that nobody is named for may have been of a target that has just ended. */
    public boolean mayHaveMetTarget() {
        return ledger.unknown() > 0 && System.nanoTime() - countedNanos < ENDS_WITHIN_NANOS;
    }

    /** Whether the first process of the target's container was taken: all of it ends with that. */
    public boolean isFirstProcess(Killed killed) {
        return target.container()
                .filter(container -> container.init().pid() == killed.pid())
                .isPresent();
    }

    @Override
    public void close() {
        log.close();
    }
}
