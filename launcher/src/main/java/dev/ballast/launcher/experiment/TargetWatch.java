package dev.ballast.launcher.experiment;

import dev.ballast.launcher.cgroup.Freezer;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.TargetJvm;
import dev.ballast.launcher.watch.BoundWatch;
import dev.ballast.launcher.watch.Killed;
import dev.ballast.launcher.watch.OomEvents;
import dev.ballast.launcher.watch.OomWatch;
import dev.ballast.launcher.watch.RuleWatch;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Whether the target lives, what it weighs, what became of it, and whether the run may go on. */
final class TargetWatch {
    /** How often the target is looked at, at most. */
    private static final long LIFE_SIGN_NANOS = 50_000_000;

    private static final long LOOK_NANOS = 200_000_000;

    private static final long THREADS_GONE_NANOS = 1_000_000_000;
    private static final long THREADS_LOOK_NANOS = 2_000_000;

    /** How the names of all of the agent's threads begin. */
    private static final String OWN_THREADS = "ballast-";

    private final Proc proc;
    private final TargetJvm target;
    private final OomWatch ooms;
    private final RuleWatch rules;
    private final BoundWatch bound;
    private long aliveAtNanos = System.nanoTime();
    private long stoppedAtNanos = aliveAtNanos - LIFE_SIGN_NANOS;
    private boolean isStopped;

    private final Thread looking = new Thread(this::look, "ballast-watch");
    private volatile Optional<String> broken = Optional.empty();
    private volatile IOException mustEnd;
    private volatile boolean isOver;

    /** Begins to watch; kills that are counted before this moment are not the run's. */
    TargetWatch(Host host, Plan plan) throws IOException {
        this.proc = host.proc();
        this.target = plan.target();
        this.ooms = OomWatch.begin(proc, target);
        this.rules = new RuleWatch(proc, target.bound(), plan.intent().stopWhen(), ooms);
        this.bound = new BoundWatch(host.cgroups(), target);
        looking.setDaemon(true);
        looking.start();
    }

    /** A process that cannot be looked at is taken for alive: what it holds must be waited for. */
    boolean isAlive() {
        try {
            return proc.isAlive(target.process());
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** For the control loop: the page does not tell, it outlives the process that mapped it. */
    void checkAlive() throws ProcessGone {
        long now = System.nanoTime();
        if (now - aliveAtNanos > LIFE_SIGN_NANOS) {
            if (!isAlive()) {
                throw new ProcessGone(target.process());
            }
            aliveAtNanos = now;
        }
    }

    /**
     * Whether somebody has stopped or frozen it, looked at as rarely as its life: then it says
     * nothing of its memory that it gives no sign.
     */
    boolean isStopped() {
        long now = System.nanoTime();
        if (now - stoppedAtNanos > LIFE_SIGN_NANOS) {
            isStopped = isStoppedNow();
            stoppedAtNanos = now;
        }
        return isStopped;
    }

    private boolean isStoppedNow() {
        try {
            int pid = target.process().pid();
            return proc.stat(pid).isStopped() || new Freezer(proc).holds(pid);
        } catch (IOException gone) {
            return false;
        }
    }

    /** A process of ours that enters the target's cgroup, from any thread. */
    void helper(Process helper) {
        ooms.helper(helper);
    }

    /**
     * Waits until the kernel lists no thread of the agent's any more: the stack of one that has
     * ended is freed a moment later. For a second at most: any thread may call itself so.
     */
    void awaitThreadsGone() {
        long end = System.nanoTime() + THREADS_GONE_NANOS;
        while (hasOwnThreads() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(THREADS_LOOK_NANOS);
        }
    }

    private boolean hasOwnThreads() {
        try {
            return proc.threads(target.process().pid()).values().stream()
                    .anyMatch(name -> name.startsWith(OWN_THREADS));
        } catch (IOException gone) {
            return false;
        }
    }

    /** VmRSS now; none when the target has ended. */
    Optional<ByteSize> rss() {
        try {
            return proc.isAlive(target.process())
                    ? Optional.of(proc.status(target.process().pid()).residentBytes())
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Not in the control loop: a look at a large container takes longer than a tick may. */
    private void look() {
        while (!isOver && broken.isEmpty() && mustEnd == null) {
            try {
                broken = rules.look(System.nanoTime());
                bound.look();
            } catch (IOException failure) {
                mustEnd = failure;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** From here on whoever calls is alone with what was seen. Idempotent. */
    private void stopLooking() {
        isOver = true;
        LockSupport.unpark(looking);
        try {
            looking.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * For the control loop, in every tick.
     *
     * @throws IOException when what a rule needs can no longer be read, or the run's limit no
     *     longer binds the target
     */
    Optional<Ending> brokenRule() throws IOException {
        if (mustEnd != null) {
            throw mustEnd;
        }
        return broken.map(rule -> new Ending(Outcome.STOPPED_BY_RULE, rule));
    }

    /** What became of a target that is no longer alive. */
    Ending fate() {
        stopLooking();
        OomEvents events = ooms.events();
        if (events.target().isPresent()) {
            return new Ending(Outcome.TARGET_KILLED, events.target().get().sentence());
        }
        for (Killed killed : events.killed()) {
            if (ooms.isFirstProcess(killed)) {
                return new Ending(
                        Outcome.TARGET_KILLED,
                        "with its container, whose first process was: " + killed.sentence());
            }
        }
        return ooms.mayHaveMetTarget()
                ? new Ending(
                        Outcome.TARGET_KILLED,
                        "memory cgroup "
                                + target.cgroup().path()
                                + " counts "
                                + events.unnamed()
                                + " OOM kills during the run, and nobody else could be named for them")
                : new Ending(Outcome.TARGET_ENDED, events.noKill());
    }

    /** Ends to watch; what the OOM killer did from the beginning on. */
    OomEvents end() {
        stopLooking();
        try (ooms) {
            return ooms.events();
        }
    }
}
