package dev.ballast.launcher.experiment;

import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.cgroup.MemoryUse;
import dev.ballast.launcher.control.AgentLink;
import dev.ballast.launcher.control.AgentLost;
import dev.ballast.launcher.govern.Decision;
import dev.ballast.launcher.govern.Governor;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.guard.Guard;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The control loop, from the first byte to the end of the hold: sense, decide, act, once a tick. It
 * ends by itself, and leaves what it found in its fields, also when it is cut short by an
 * exception.
 */
final class Hold {
    /** Less than this part of the hold at the level is "not held". */
    private static final double ENOUGH_OF_THE_HOLD = 0.95;

    private final Plan plan;
    private final TargetWatch watch;
    private final Progress progress;
    private final StopRequest stop;
    private final LevelRecord level = new LevelRecord();
    private Optional<ByteSize> rss = Optional.empty();
    private Optional<Duration> reachedAfter = Optional.empty();
    private Duration heldFor = Duration.ZERO;

    Hold(Plan plan, TargetWatch watch, Progress progress, StopRequest stop) {
        this.plan = plan;
        this.watch = watch;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * @param guard checked in every tick, if there is one
     * @throws IOException when the target, the agent, the guard or the limit is no longer there
     */
    Ending run(AgentLink agent, Optional<Guard> guard) throws IOException {
        Governor governor = new Governor(plan.intent().amount().goal(), plan.intent().rate());
        Reading start = sense(agent, guard);
        Reading before = start;
        long asked = 0;
        while (true) {
            Reading now = sense(agent, guard);
            checkAwake(before, now);
            Decision decision = governor.decide(before, asked, now);
            agent.want(new ByteSize(decision.ballast()));
            agent.pace(
                    decision.pause()
                            .dividedBy(2)); // its rest adds to ours before memory comes back
            note(start, now, decision);
            Duration left = left(start, now);
            report(now, decision, left);
            Optional<Ending> ending = ending(left);
            if (ending.isPresent()) {
                return ending.get();
            }
            stop.await(decision.pause());
            before = now;
            asked = decision.ballast();
        }
    }

    private Reading sense(AgentLink agent, Optional<Guard> guard) throws IOException {
        watch.checkAlive();
        if (guard.isPresent()) {
            guard.get().check();
        }
        MemoryBound bound = plan.target().bound();
        MemoryUse use = bound.use();
        return new Reading(
                System.nanoTime(),
                bound.limit().bytes(),
                use.unreclaimable().bytes(),
                agent.snapshot().held().bytes());
    }

    /** After a stop longer than the lease the agent and the restorer have acted on their own. */
    private static void checkAwake(Reading before, Reading now) throws AgentLost {
        long gap = now.nanos() - before.nanos();
        if (gap > Experiment.LEASE.toNanos()) {
            throw new AgentLost(
                    "the launcher did not run for "
                            + Durations.words(Duration.ofNanos(gap))
                            + " (stopped, or starved), longer than its lease: meanwhile everything was"
                            + " given back");
        }
    }

    private void note(Reading start, Reading now, Decision decision) {
        if (reachedAfter.isEmpty() && decision.isReached()) {
            reachedAfter = Optional.of(Duration.ofNanos(now.nanos() - start.nanos()));
            rss = watch.rss();
            progress.step("level reached after " + Durations.words(reachedAfter.get()));
        }
        if (reachedAfter.isPresent()) {
            level.holding(now, decision);
            heldFor = Duration.ofNanos(now.nanos() - start.nanos()).minus(reachedAfter.get());
        } else {
            level.growing(now);
        }
    }

    /** Until the hold ends, or the timeout if that is earlier. */
    private Duration left(Reading start, Reading now) {
        Duration ofTimeout = plan.timeout().minusNanos(now.nanos() - start.nanos());
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

    private Optional<Ending> ending(Duration left) {
        if (reachedAfter.isPresent() && heldFor.compareTo(plan.intent().hold()) >= 0) {
            return Optional.of(endOfHold());
        }
        if (stop.isMade()) {
            return Optional.of(new Ending(Outcome.STOPPED, ""));
        }
        if (left.isNegative() || left.isZero()) {
            String what =
                    reachedAfter.isEmpty() ? "the level was not reached" : "the hold did not end";
            return Optional.of(
                    new Ending(
                            Outcome.INCONCLUSIVE,
                            what + " within the timeout of " + Durations.words(plan.timeout())));
        }
        return Optional.empty();
    }

    private Ending endOfHold() {
        return level.heldPart() >= ENOUGH_OF_THE_HOLD
                ? new Ending(Outcome.HELD, "")
                : new Ending(
                        Outcome.INCONCLUSIVE,
                        String.format(
                                Locale.ROOT,
                                "the level was reached, but the application moved it: it was within"
                                        + " 1 %% of the limit for %.0f %% of the hold",
                                100 * level.heldPart()));
    }

    LevelRecord level() {
        return level;
    }

    /** From the first byte to the level; none when it was not reached. */
    Optional<Duration> reachedAfter() {
        return reachedAfter;
    }

    Duration heldFor() {
        return heldFor;
    }

    /** VmRSS when the level was reached. */
    Optional<ByteSize> rss() {
        return rss;
    }
}
