package dev.ballast.launcher.experiment;

import dev.ballast.launcher.control.AgentLost;
import dev.ballast.launcher.govern.Course;
import dev.ballast.launcher.govern.Decision;
import dev.ballast.launcher.govern.Goal;
import dev.ballast.launcher.govern.Governor;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.linux.ThreadPriority;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.timeline.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The control loop, from the first byte to the end of the hold: sense, decide, act, once a tick. It
 * ends by itself, and leaves what it found in its fields, also when it is cut short by an
 * exception.
 */
final class Hold {
    /** After a protection has ended, the OOM killer comes at the next page that is asked for. */
    static final Duration KERNEL_DEADLINE = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(20);

    /** More than a person sees; the loop itself goes round up to 2000 times a second. */
    private static final long REPORT_NANOS = 50_000_000;

    private final Plan plan;
    private final TargetWatch watch;
    private final Progress progress;
    private final StopRequest stop;
    private final Recorder recorder;
    private final Optional<Seek> seek;
    private final HoldRecord record;
    private long wantedUse;
    private Loads loads = Loads.NONE;
    private Optional<Release> release = Optional.empty();
    private Optional<String> endlessStall = Optional.empty();
    private long nextReportNanos = Long.MIN_VALUE;
    private Optional<ByteSize> rss = Optional.empty();

    Hold(
            Plan plan,
            TargetWatch watch,
            Progress progress,
            Recorder recorder,
            Optional<Seek> seek,
            StopRequest stop) {
        this.plan = plan;
        this.watch = watch;
        this.progress = progress;
        this.recorder = recorder;
        this.seek = seek;
        this.stop = stop;
        this.record = new HoldRecord(plan);
    }

    /**
     * @throws IOException when the target, the agent, the guard or the limit is no longer there
     */
    Ending run(Instruments instruments, Loads loads) throws IOException {
        runFirst();
        this.loads = loads;
        Reading start = instruments.sense();
        Course course = Course.from(start);
        while (true) {
            long begunNanos = System.nanoTime();
            Reading now = instruments.sense();
            checkAwake(course.last(), now);
            tellLimit(course.last(), now);
            if (release.isEmpty()) {
                seek.ifPresent(sought -> sought.look(now.nanos(), instruments.jvm()));
            }
            Decision decision = governor(start, course.last(), now).decide(course, now);
            wantedUse = decision.wantedUse();
            instruments.act(decision);
            if (release.isEmpty()) {
                loads.follow(start, now, record.hasBegun());
                note(start, now, decision);
            }
            recorder.tick(now, decision, instruments.jvm());
            Duration left = left(start, now);
            report(now, decision, left);
            if (instruments.stall().compareTo(plan.intent().maxStall()) > 0) {
                return letGo(instruments);
            }
            Optional<Ending> ending = watch.brokenRule().or(() -> ending(now, left));
            if (ending.isPresent()) {
                return ending.get();
            }
            stop.await(restAfter(begunNanos, decision.pause()));
            course = decision.course();
        }
    }

    /** With the goal of this moment. */
    private Governor governor(Reading start, Reading last, Reading now) {
        Goal goal =
                release.map(ending -> ending.goal(now)).orElseGet(() -> wanted(start, last, now));
        return new Governor(goal, plan.intent().rate(), plan.fuse().size());
    }

    /** A curve that is steeper than the rate is one that rises by the rate. */
    private Goal wanted(Reading start, Reading last, Reading now) {
        if (seek.isPresent() && !seek.get().isOfHeap()) {
            double inUse = 100.0 * now.use() / now.limit();
            return new Goal.Share(seek.get().level(now.nanos(), inUse));
        }
        Goal goal = plan.intent().wanted().at(record.heldFor(), start);
        if (!record.hasBegun() || plan.intent().wanted().isSteady() || !goal.isBounded()) {
            return goal;
        }
        double seconds = (now.nanos() - last.nanos()) / 1e9;
        long step = (long) (seconds * plan.intent().rate().perSecond().bytes());
        return new Goal.Capped(goal, wantedUse + step);
    }

    /**
     * On a machine so slow that a tick takes as long as it may last, this loop, which runs before
     * everybody else, must leave half of a processor to those whose memory it is about.
     */
    private static Duration restAfter(long begunNanos, Duration pause) {
        Duration tick = Duration.ofNanos(System.nanoTime() - begunNanos);
        return pause.compareTo(tick) < 0 ? tick : pause;
    }

    /** The target's threads must not keep the one away that gives them memory back. */
    private void runFirst() {
        try {
            ThreadPriority.first();
        } catch (IOException notAllowed) {
            progress.step(
                    Event.Kind.STEP,
                    "the control loop runs at normal priority: " + notAllowed.getMessage());
        }
    }

    /** Nothing of ours can end the stall any more: from here on the kernel decides. */
    private Ending letGo(Instruments instruments) throws IOException {
        String stall =
                "the target stood still at its limit for "
                        + Durations.words(instruments.stall())
                        + ", longer than --max-stall, and nothing was left that could be given back"
                        + " from outside: "
                        + (plan.guard().isPresent()
                                ? "its protection was ended"
                                : "the run was ended");
        endlessStall = Optional.of(stall);
        progress.step(Event.Kind.STALL, stall);
        instruments.letGo();
        long deadline = System.nanoTime() + KERNEL_DEADLINE.toNanos();
        boolean isStill = true;
        while (isStill && System.nanoTime() < deadline && !stop.isMade()) {
            stop.await(LOOK);
            instruments.sense();
            isStill = !instruments.stall().isZero();
        }
        return new Ending(
                Outcome.INCONCLUSIVE,
                stall + (isStill ? "; it still stands still" : "; then it ran again"));
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

    /** The plan's figures are of the limit that was; a share of it follows the one that is. */
    private void tellLimit(Reading before, Reading now) {
        if (before.limit() != now.limit()) {
            record.limitChanged();
            progress.step(
                    Event.Kind.STEP,
                    "the limit is now "
                            + new ByteSize(now.limit())
                            + ", and was "
                            + new ByteSize(before.limit()));
        }
    }

    private void note(Reading start, Reading now, Decision decision) {
        boolean hadBegun = record.hasBegun();
        record.note(start, now, decision, loads.areReached() && isFound());
        if (!hadBegun && record.hasBegun()) {
            seek.ifPresent(sought -> sought.hold(now.nanos()));
            rss = watch.rss();
            boolean isBackedOff = record.backedOffTo().isPresent();
            progress.step(
                    isBackedOff ? Event.Kind.BACKED_OFF : Event.Kind.REACHED,
                    (isBackedOff ? "backed off after " : "level reached after ")
                            + Durations.words(record.begunAfter()));
        }
    }

    private boolean isFound() {
        return seek.isEmpty() || seek.get().isFound();
    }

    /** Until the hold ends, or what follows it, or the timeout if that is earlier. */
    private Duration left(Reading start, Reading now) {
        Duration ofTimeout = plan.timeout().minusNanos(now.nanos() - start.nanos());
        if (release.isPresent()) {
            return shorter(release.get().left(now), ofTimeout);
        }
        return record.hasBegun()
                ? shorter(wantedFor().minus(record.heldFor()), ofTimeout)
                : ofTimeout;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Duration wantedFor() {
        return plan.intent().wanted().lasts(plan.intent().hold());
    }

    private void report(Reading now, Decision decision, Duration left) {
        if (now.nanos() < nextReportNanos) {
            return;
        }
        nextReportNanos = now.nanos() + REPORT_NANOS;
        progress.level(
                new Level(
                        new ByteSize(Math.max(0, decision.wantedUse())),
                        new ByteSize(now.use()),
                        new ByteSize(now.held()),
                        new ByteSize(now.fuse()),
                        new ByteSize(now.limit()),
                        loads.words(),
                        record.hasBegun(),
                        left));
    }

    private Optional<Ending> ending(Reading now, Duration left) {
        if (release.isPresent() && release.get().isOver(now)) {
            return Optional.of(release.get().then());
        }
        if (release.isEmpty()
                && record.hasBegun()
                && record.heldFor().compareTo(wantedFor()) >= 0) {
            Ending end = record.judge(loads.results(), seek.flatMap(Seek::result));
            if (plan.intent().releaseOver().isZero()) {
                return Optional.of(end);
            }
            release = Optional.of(new Release(now, plan.intent().releaseOver(), end));
            progress.step(
                    Event.Kind.STEP,
                    "giving back over " + Durations.words(plan.intent().releaseOver()));
            return Optional.empty();
        }
        if (stop.isMade()) {
            return Optional.of(
                    stop.because()
                            .map(probe -> new Ending(Outcome.STOPPED_BY_PROBE, probe))
                            .orElse(new Ending(Outcome.STOPPED, "")));
        }
        if (left.isNegative() || left.isZero()) {
            String what = record.hasBegun() ? "the hold did not end" : "the level was not reached";
            return Optional.of(
                    new Ending(
                            Outcome.INCONCLUSIVE,
                            what + " within the timeout of " + Durations.words(plan.timeout())));
        }
        return Optional.empty();
    }

    /** What happened when the target stood still and could not be helped, if it did. */
    Optional<String> endlessStall() {
        return endlessStall;
    }

    HoldRecord record() {
        return record;
    }

    /** VmRSS when the level was reached. */
    Optional<ByteSize> rss() {
        return rss;
    }
}
