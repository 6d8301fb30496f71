package dev.ballast.launcher.experiment;

import dev.ballast.launcher.attach.AgentLoader;
import dev.ballast.launcher.cgroup.MemoryUse;
import dev.ballast.launcher.control.AgentLink;
import dev.ballast.launcher.control.AgentLost;
import dev.ballast.launcher.control.AgentSnapshot;
import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.govern.Decision;
import dev.ballast.launcher.govern.Governor;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.guard.Guard;
import dev.ballast.launcher.guard.GuardResult;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** One run against one JVM. */
public final class Experiment {
    /** Of the agent's memory and of the scores: how long a silent launcher is taken for alive. */
    public static final Duration LEASE = Duration.ofSeconds(2);

    private static final Duration AGENT_DEADLINE = Duration.ofSeconds(10);

    /** How often the target is looked at, at most. */
    private static final long LIFE_SIGN_NANOS = 50_000_000;

    /** Less than this part of the hold at the level is "not held". */
    private static final double ENOUGH_OF_THE_HOLD = 0.95;

    private final Host host;
    private final Plan plan;
    private final Progress progress;
    private final StopRequest stop;
    private final Proc proc;
    private final TargetJvm target;
    private final LevelRecord level = new LevelRecord();
    private Optional<ByteSize> rssBefore = Optional.empty();
    private Optional<ByteSize> rssDuring = Optional.empty();
    private Optional<Duration> reachedAfter = Optional.empty();
    private Duration heldFor = Duration.ZERO;
    private Optional<GuardResult> guardResult = Optional.empty();
    private OptionalLong oomKillsBefore = OptionalLong.empty();
    private long aliveAtNanos = System.nanoTime();
    private boolean isReleased;

    public Experiment(Host host, Plan plan, Progress progress, StopRequest stop) {
        this.host = host;
        this.plan = plan;
        this.progress = progress;
        this.stop = stop;
        this.proc = host.proc();
        this.target = plan.target();
    }

    /** How the part between the first effect and the last ended. */
    private record Ending(Outcome outcome, String reason) {}

    /**
     * Runs it from the first effect to the last undone. Whatever fails on the way, it is undone.
     */
    public Result run() {
        Ending ending;
        try (Journal journal = Journal.of(host.journals(), host.launcher())) {
            rssBefore = rss();
            oomKillsBefore = target.cgroup().oomKills();
            ending = protectAndHold(journal);
        } catch (IOException failure) {
            ending = judge(failure);
        }
        return result(ending);
    }

    private Ending protectAndHold(Journal journal) throws IOException {
        if (plan.guard().isEmpty()) {
            return attachAndHold(journal, Optional.empty());
        }
        Guard guard = Guard.on(proc, plan.guard().get(), journal, LEASE);
        try (guard) {
            progress.step(
                    "OOM score "
                            + plan.guard().get().score()
                            + " set on "
                            + guard.changedCount()
                            + " of "
                            + plan.guard().get().roster().size());
            return attachAndHold(journal, Optional.of(guard));
        } catch (IOException failure) {
            return judge(failure);
        } finally {
            guard.close();
            guardResult = Optional.of(guard.result());
        }
    }

    private Ending attachAndHold(Journal journal, Optional<Guard> guard) throws IOException {
        AgentLink agent = new AgentLink(plan.intent().area(), LEASE, this::isTargetAlive);
        try (agent) {
            new AgentLoader(proc, journal).load(target, agentJar(), agent::open);
            agent.awaitHolding(AGENT_DEADLINE);
            progress.step("agent loaded into JVM " + target.name());
            checkDirectRoom(agent.snapshot());
            Ending ending = growAndHold(agent, guard);
            rssDuring = rss();
            return ending;
        } finally {
            agent.close();
            isReleased = agent.isReleased();
        }
    }

    /** Grows to the level, then holds it for the time asked for. */
    private Ending growAndHold(AgentLink agent, Optional<Guard> guard) throws IOException {
        Governor governor = new Governor(plan.intent().amount().goal(), plan.intent().rate());
        Reading before = read(agent);
        long start = before.nanos();
        long reachedAt = 0;
        long asked = 0;
        while (true) {
            Reading now = read(agent);
            checkAwake(before, now);
            if (guard.isPresent()) {
                guard.get().check();
            }
            Decision decision = governor.decide(before, asked, now);
            agent.want(new ByteSize(decision.ballast()));
            agent.pace(decision.pause());
            if (reachedAt == 0 && decision.isReached()) {
                reachedAt = now.nanos();
                reachedAfter = Optional.of(Duration.ofNanos(reachedAt - start));
                rssDuring = rss();
                progress.step("level reached after " + Durations.words(reachedAfter.get()));
            }
            if (reachedAt == 0) {
                level.growing(now);
            } else {
                level.holding(now, decision);
                heldFor = Duration.ofNanos(now.nanos() - reachedAt);
            }
            Duration left = left(start, now);
            report(now, decision, left);
            if (reachedAt != 0 && heldFor.compareTo(plan.intent().hold()) >= 0) {
                return held();
            }
            if (stop.isMade()) {
                return new Ending(Outcome.STOPPED, "");
            }
            if (left.isNegative() || left.isZero()) {
                return timedOut();
            }
            stop.await(decision.pause());
            before = now;
            asked = decision.ballast();
        }
    }

    private Ending held() {
        return level.heldPart() >= ENOUGH_OF_THE_HOLD
                ? new Ending(Outcome.HELD, "")
                : new Ending(
                        Outcome.INCONCLUSIVE,
                        String.format(
                                "the level was reached but was within 1 %% of the limit for only %.0f %% of the hold",
                                100 * level.heldPart()));
    }

    private Ending timedOut() {
        String within = " within the timeout of " + Durations.words(plan.timeout());
        return new Ending(
                Outcome.INCONCLUSIVE,
                reachedAfter.isEmpty()
                        ? "the level was not reached" + within
                        : "the hold did not end" + within);
    }

    private Duration left(long startNanos, Reading now) {
        Duration ofTimeout = plan.timeout().minusNanos(now.nanos() - startNanos);
        Duration ofHold = plan.intent().hold().minus(heldFor);
        boolean holdEndsFirst = reachedAfter.isPresent() && ofHold.compareTo(ofTimeout) < 0;
        return holdEndsFirst ? ofHold : ofTimeout;
    }

    private void report(Reading now, Decision decision, Duration left) {
        progress.level(
                new ByteSize(Math.max(0, decision.wantedUse())),
                new ByteSize(now.use()),
                new ByteSize(now.held()),
                new ByteSize(now.limit()),
                reachedAfter.isPresent(),
                left);
    }

    private Reading read(AgentLink agent) throws IOException {
        checkAlive();
        MemoryUse use = target.bound().use();
        AgentSnapshot snapshot = agent.snapshot();
        return new Reading(
                System.nanoTime(),
                target.bound().limit().bytes(),
                use.unreclaimable().bytes(),
                snapshot.held().bytes());
    }

    /** The page does not tell: it outlives the process that mapped it. */
    private void checkAlive() throws IOException {
        long now = System.nanoTime();
        if (now - aliveAtNanos > LIFE_SIGN_NANOS) {
            if (!isTargetAlive()) {
                throw new ProcessGone(target.process());
            }
            aliveAtNanos = now;
        }
    }

    /** A process that cannot be looked at is taken for alive: what it holds must be waited for. */
    private boolean isTargetAlive() {
        try {
            return proc.isAlive(target.process());
        } catch (IOException unreadable) {
            return true;
        }
    }

    /** After a stop longer than the lease the agent and the restorer have acted on their own. */
    private static void checkAwake(Reading before, Reading now) throws AgentLost {
        long gap = now.nanos() - before.nanos();
        if (gap > LEASE.toNanos()) {
            throw new AgentLost(
                    "the launcher did not run for "
                            + Durations.words(Duration.ofNanos(gap))
                            + " (stopped, or starved), longer than its lease: meanwhile the memory was given back");
        }
    }

    private void checkDirectRoom(AgentSnapshot jvm) throws IOException {
        ByteSize room = jvm.directMax().minusOrZero(jvm.directUsed());
        if (plan.intent().area() == Area.DIRECT && plan.willHold().compareTo(room) > 0) {
            throw new IOException(
                    "the JVM allows "
                            + jvm.directMax()
                            + " of direct memory (MaxDirectMemorySize) and uses "
                            + jvm.directUsed()
                            + ", so "
                            + plan.willHold()
                            + " more do not fit; use --area native, or less");
        }
    }

    /** What a failure means: a target that is gone explains most of them. */
    private Ending judge(IOException failure) {
        if (!isTargetAlive()) {
            return targetGone();
        }
        boolean hasBegun = reachedAfter.isPresent() && failure instanceof AgentLost;
        return new Ending(hasBegun ? Outcome.INCONCLUSIVE : Outcome.FAILED, failure.getMessage());
    }

    private Ending targetGone() {
        OptionalLong killsNow;
        try {
            killsNow = target.cgroup().oomKills();
        } catch (IOException cgroupRemoved) {
            killsNow = OptionalLong.empty();
        }
        boolean isKilled =
                killsNow.isPresent()
                        && oomKillsBefore.isPresent()
                        && killsNow.getAsLong() > oomKillsBefore.getAsLong();
        return isKilled
                ? new Ending(
                        Outcome.TARGET_KILLED,
                        "memory cgroup "
                                + target.cgroup().path()
                                + " counts "
                                + (killsNow.getAsLong() - oomKillsBefore.getAsLong())
                                + " OOM kills during the run")
                : new Ending(Outcome.TARGET_ENDED, "no OOM kill was counted in its cgroup");
    }

    private Result result(Ending ending) {
        boolean scoresLeft = guardResult.isPresent() && !guardResult.get().isRestored();
        return new Result(
                plan,
                scoresLeft ? Outcome.FAILED : ending.outcome(),
                scoresLeft ? guardResult.get().sentence() : ending.reason(),
                reachedAfter,
                heldFor,
                new ByteSize(level.peakUseBytes()),
                new ByteSize(level.peakHeldBytes()),
                new ByteSize(level.meanErrorBytes()),
                new ByteSize(level.worstErrorBytes()),
                level.heldPart(),
                new Rss(rssBefore, rssDuring, rss()),
                isReleased,
                guardResult);
    }

    private Optional<ByteSize> rss() {
        try {
            boolean isSame = proc.isAlive(target.process());
            return isSame
                    ? Optional.of(proc.status(target.process().pid()).residentBytes())
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static byte[] agentJar() throws IOException {
        try (InputStream jar = Experiment.class.getResourceAsStream("/agent.jar")) {
            if (jar == null) {
                throw new IOException(
                        "this launcher.jar has no agent.jar inside; build it with `mvn package`");
            }
            return jar.readAllBytes();
        }
    }
}
