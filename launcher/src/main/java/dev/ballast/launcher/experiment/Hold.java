package dev.ballast.launcher.experiment;

import dev.ballast.launcher.control.AgentLost;
import dev.ballast.launcher.govern.Course;
import dev.ballast.launcher.govern.Decision;
import dev.ballast.launcher.govern.Governor;
import dev.ballast.launcher.govern.Reading;
import dev.ballast.launcher.linux.ThreadPriority;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.timeline.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The control loop, from the first byte to the end of the hold: sense, decide, act, once a tick. It
 * ends by itself, and leaves what it found in its fields, also when it is cut short by an
 * exception.
 */
final class Hold {
    /** On average over the hold; more than that is "not held". */
    private static final double HELD_WITHIN_PERCENT = 1;

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
    private final LevelRecord level = new LevelRecord();
    private Optional<ByteSize> backedOffTo = Optional.empty();
    private Optional<String> endlessStall = Optional.empty();
    private long nextReportNanos = Long.MIN_VALUE;
    private boolean isLimitChanged;
    private int reliefs;
    private Optional<ByteSize> rss = Optional.empty();
    private Optional<Duration> begunAfter = Optional.empty();
    private Optional<Duration> reachedAfter = Optional.empty();
    private Duration heldFor = Duration.ZERO;

    Hold(Plan plan, TargetWatch watch, Progress progress, Recorder recorder, StopRequest stop) {
        this.plan = plan;
        this.watch = watch;
        this.progress = progress;
        this.recorder = recorder;
        this.stop = stop;
    }

    /**
     * @throws IOException when the target, the agent, the guard or the limit is no longer there
     */
    Ending run(Instruments instruments) throws IOException {
        runFirst();
        Governor governor =
                new Governor(
                        plan.intent().amount().goal(), plan.intent().rate(), plan.fuse().size());
        Reading start = instruments.sense();
        Course course = Course.from(start);
        while (true) {
            long begunNanos = System.nanoTime();
            Reading now = instruments.sense();
            checkAwake(course.last(), now);
            tellLimit(course.last(), now);
            Decision decision = governor.decide(course, now);
            instruments.act(decision);
            note(start, now, decision);
            recorder.tick(now, decision, instruments.jvm());
            Duration left = left(start, now);
            report(now, decision, left);
            if (instruments.stall().compareTo(plan.intent().maxStall()) > 0) {
                return letGo(instruments);
            }
            Optional<Ending> ending = watch.brokenRule().or(() -> ending(left));
            if (ending.isPresent()) {
                return ending.get();
            }
            stop.await(restAfter(begunNanos, decision.pause()));
            course = decision.course();
        }
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
            isLimitChanged = true;
            progress.step(
                    Event.Kind.STEP,
                    "the limit is now "
                            + new ByteSize(now.limit())
                            + ", and was "
                            + new ByteSize(before.limit()));
        }
    }

    private void note(Reading start, Reading now, Decision decision) {
        reliefs += decision.isRelief() ? 1 : 0;
        OptionalLong ceiling = decision.course().ceiling();
        if (ceiling.isPresent()) {
            backedOffTo = Optional.of(new ByteSize(Math.max(0, ceiling.getAsLong())));
        }
        if (begunAfter.isEmpty() && (decision.isReached() || backedOffTo.isPresent())) {
            begunAfter = Optional.of(Duration.ofNanos(now.nanos() - start.nanos()));
            reachedAfter = backedOffTo.isPresent() ? Optional.empty() : begunAfter;
            rss = watch.rss();
            boolean isBackedOff = backedOffTo.isPresent();
            progress.step(
                    isBackedOff ? Event.Kind.BACKED_OFF : Event.Kind.REACHED,
                    (isBackedOff ? "backed off after " : "level reached after ")
                            + Durations.words(begunAfter.get()));
        }
        if (hasBegun()) {
            level.holding(now, decision);
            heldFor = Duration.ofNanos(now.nanos() - start.nanos()).minus(begunAfter.get());
        } else {
            level.growing(now);
        }
    }

    /** Until the hold ends, or the timeout if that is earlier. */
    private Duration left(Reading start, Reading now) {
        Duration ofTimeout = plan.timeout().minusNanos(now.nanos() - start.nanos());
        Duration ofHold = plan.intent().hold().minus(heldFor);
        boolean holdEndsFirst = hasBegun() && ofHold.compareTo(ofTimeout) < 0;
        return holdEndsFirst ? ofHold : ofTimeout;
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
                        hasBegun(),
                        left));
    }

    private Optional<Ending> ending(Duration left) {
        if (hasBegun() && heldFor.compareTo(plan.intent().hold()) >= 0) {
            return Optional.of(endOfHold());
        }
        if (stop.isMade()) {
            return Optional.of(
                    stop.because()
                            .map(probe -> new Ending(Outcome.STOPPED_BY_PROBE, probe))
                            .orElse(new Ending(Outcome.STOPPED, "")));
        }
        if (left.isNegative() || left.isZero()) {
            String what = hasBegun() ? "the hold did not end" : "the level was not reached";
            return Optional.of(
                    new Ending(
                            Outcome.INCONCLUSIVE,
                            what + " within the timeout of " + Durations.words(plan.timeout())));
        }
        return Optional.empty();
    }

    private Ending endOfHold() {
        if (backedOffTo.isPresent()) {
            ByteSize held = backedOffTo.get();
            return new Ending(
                    Outcome.INCONCLUSIVE,
                    String.format(
                            Locale.ROOT,
                            "at the level the target starved: its own code no longer fitted beside it."
                                    + " Backed off to %s (%.1f %%) for the rest of the run; the plan's"
                                    + " estimate was %s",
                            held,
                            held.percentOf(plan.limit()),
                            plan.highestForMappedCode()));
        }
        double percent = level.meanErrorPercent();
        return percent <= HELD_WITHIN_PERCENT
                ? new Ending(Outcome.HELD, "")
                : new Ending(
                        Outcome.INCONCLUSIVE,
                        String.format(
                                Locale.ROOT,
                                "the level was reached, but %s: it was off by %.1f %% of the limit on"
                                        + " average, and within 1 %% for %.0f %% of the hold",
                                isLimitChanged
                                        ? "somebody changed the limit"
                                        : "the application moved it",
                                percent,
                                100 * level.heldPart()));
    }

    /** What happened when the target stood still and could not be helped, if it did. */
    Optional<String> endlessStall() {
        return endlessStall;
    }

    /** In how many ticks the fuse was cut because the limit was near. */
    int reliefs() {
        return reliefs;
    }

    /** What the level was lowered to because the target starved, if it did. */
    Optional<ByteSize> backedOffTo() {
        return backedOffTo;
    }

    LevelRecord level() {
        return level;
    }

    /** Whether the hold time has begun to run: at the level, or at the one backed off to. */
    boolean hasBegun() {
        return begunAfter.isPresent();
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
