package dev.ballast.launcher.trial;

import dev.ballast.launcher.experiment.Experiment;
import dev.ballast.launcher.experiment.Progress;
import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.experiment.StopRequest;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.probe.ProbeMaker;
import dev.ballast.launcher.probe.ProbeReport;
import dev.ballast.launcher.probe.Probes;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Timeline;
import dev.ballast.launcher.vitals.VitalSigns;
import dev.ballast.launcher.vitals.Vitals;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** One run in three phases: steady state before, the experiment, recovery after. */
public final class Trial implements AutoCloseable {
    private static final long LOOK_NANOS = 20_000_000;

    /** A use this near to what it was before is back: a JVM's own moves by as much. */
    private static final double BACK_WITHIN_PERCENT = 2;

    private static final ByteSize BACK_WITHIN = ByteSize.ofMiB(16);

    private final Host host;
    private final Plan plan;
    private final TrialPlan asked;
    private final StopRequest stop;
    private final List<String> command;
    private final Environment environment;
    private final Timeline timeline = Timeline.begin();
    private final Vitals vitals;
    private final Probes probes;
    private final ErrorCount errors;

    /**
     * Begins to look; nothing is touched.
     *
     * @param command what was typed behind the jar's name
     * @throws IOException when the target is gone
     */
    public Trial(Host host, Plan plan, TrialPlan asked, StopRequest stop, List<String> command)
            throws IOException {
        this.host = host;
        this.plan = plan;
        this.asked = asked;
        this.stop = stop;
        this.command = List.copyOf(command);
        this.environment = Environment.of(host, plan);
        this.vitals = new Vitals(host.proc(), plan.target(), timeline);
        this.errors = new ErrorCount(host.proc(), plan.target());
        this.probes =
                new Probes(
                        asked.probes(),
                        new ProbeMaker(host.proc(), plan.target(), vitals)::of,
                        timeline,
                        this::failed);
    }

    private void failed(String words) {
        if (asked.stopOnFailure()) {
            stop.makeBecause(words);
        }
    }

    /** What the live view shows beside the level. */
    public Watching watching() {
        return new Watching(vitals, probes, timeline);
    }

    /**
     * Runs it.
     *
     * @return none when the user stopped it before anything was touched
     * @throws Refusal when the application is unwell already; nothing was touched
     */
    public Optional<TrialResult> run(Progress progress) throws IOException {
        Chronicle chronicle = new Chronicle(timeline, progress, vitals, errors::begin);
        begin(Phase.BEFORE, chronicle);
        awaitSteady();
        if (stop.isMade()) {
            return Optional.empty();
        }
        ByteSize usedBefore = useNow().orElse(plan.use().unreclaimable());
        begin(Phase.DURING, chronicle);
        Result result = new Experiment(host, plan, vitals, chronicle, chronicle, stop).run();
        chronicle.ended(result);
        begin(Phase.AFTER, chronicle);
        vitals.agentIsGone();
        boolean isThere = isThere();
        Optional<Recovery> recovery =
                isThere
                        ? Optional.of(awaitRecovery(usedBefore, chronicle.ownUse()))
                        : Optional.empty();
        if (!isThere) {
            awaitLastLooks();
        }
        ThrownErrors thrown = errors.end(isThere);
        timeline.end(System.nanoTime());
        List<ProbeReport> reports = probes.reports(thrown.count());
        return Optional.of(
                new TrialResult(
                        asked,
                        result,
                        reports,
                        recovery,
                        thrown,
                        Judgement.of(result, reports, recovery, thrown, asked.expected()),
                        timeline.view(),
                        environment,
                        command));
    }

    /** A process that cannot be looked at is taken for alive; the run is over, and has a result. */
    private boolean isThere() {
        try {
            return host.proc().isAlive(plan.target().process());
        } catch (IOException unreadable) {
            return true;
        }
    }

    private void begin(Phase phase, Chronicle chronicle) {
        chronicle.phase(phase);
        probes.phase(phase);
    }

    /** Until the time is over and each probe has looked; the first that fails ends it. */
    private void awaitSteady() throws Refusal {
        long start = System.nanoTime();
        boolean isOver = false;
        while (!isOver && !stop.isMade()) {
            check(probes.unwell());
            long waited = System.nanoTime() - start;
            boolean isTimeOver = waited >= asked.shortestBefore().toNanos();
            isOver =
                    isTimeOver && probes.haveLooked(Phase.BEFORE)
                            || waited >= asked.longestBefore().toNanos();
            if (!isOver) {
                stop.await(Duration.ofNanos(LOOK_NANOS));
            }
        }
        check(probes.unwellOnTheWhole());
    }

    private static void check(List<String> unwell) throws Refusal {
        if (!unwell.isEmpty()) {
            throw new Refusal(
                    "the application is not well before anything was done: "
                            + String.join("; ", unwell)
                            + ". Nothing was touched");
        }
    }

    /** Who asks a target that is gone gets no answer, and shall see so. */
    private void awaitLastLooks() {
        long end = System.nanoTime() + asked.longestLook().toNanos();
        while (!probes.haveLooked(Phase.AFTER) && System.nanoTime() < end && !stop.isByUser()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private Optional<ByteSize> useNow() {
        return vitals.now().use().map(use -> use.unreclaimable());
    }

    /** Until probes and memory are back, the time is over, or the user has enough of it. */
    private Recovery awaitRecovery(ByteSize usedBefore, ByteSize ownUse) {
        long start = System.nanoTime();
        long end = start + asked.longestRecovery().toNanos();
        ByteSize without = ownUse.compareTo(usedBefore) > 0 ? ownUse : usedBefore;
        boolean areAsked =
                !asked.longestRecovery().isZero()
                        && asked.probes().stream()
                                .anyMatch(probe -> probe.mode().isIn(Phase.AFTER));
        Optional<Duration> memory = Optional.empty();
        OptionalLong passing = probes.recovered();
        while (true) {
            VitalSigns now = vitals.now();
            boolean isBack = now.nanos() >= start && isBack(now, without);
            if (memory.isEmpty() && isBack) {
                memory = Optional.of(Duration.ofNanos(now.nanos() - start));
            }
            passing = probes.recovered();
            boolean isAll = memory.isPresent() && passing.isPresent();
            if (isAll || System.nanoTime() > end || stop.isByUser()) {
                break;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        Optional<Duration> ofProbes =
                passing.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(Math.max(0, passing.getAsLong() - start)));
        return new Recovery(
                areAsked,
                ofProbes,
                memory,
                useNow().map(use -> use.minusOrZero(usedBefore)).orElse(ByteSize.ZERO),
                Duration.ofNanos(System.nanoTime() - start));
    }

    /**
     * @param without what would be in use without ballast
     */
    private boolean isBack(VitalSigns now, ByteSize without) {
        ByteSize part = plan.limit().percent(BACK_WITHIN_PERCENT);
        ByteSize near = part.compareTo(BACK_WITHIN) > 0 ? part : BACK_WITHIN;
        return now.use()
                .map(use -> use.unreclaimable().compareTo(without.plus(near)) <= 0)
                .orElse(false);
    }

    @Override
    public void close() {
        probes.close();
        vitals.close();
    }
}
