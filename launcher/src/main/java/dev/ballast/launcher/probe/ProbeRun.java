package dev.ballast.launcher.probe;

import dev.ballast.launcher.timeline.Event;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Series;
import dev.ballast.launcher.timeline.Timeline;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** One probe at work, in a thread of its own: a look may take as long as its timeout. */
final class ProbeRun implements AutoCloseable {
    /** Of the first failures; the rest are counted. */
    private static final int FAILURES_KEPT = 50;

    private final ProbeSpec spec;
    private final Probe probe;
    private final Timeline timeline;
    private final Consumer<String> failed;
    private final Series latency;
    private final Thread thread;
    private final Map<Phase, Tally> tallies = new EnumMap<>(Phase.class);
    private final List<Failure> failures = new ArrayList<>();
    private Optional<Phase> phase = Optional.empty();
    private Optional<Look> last = Optional.empty();
    private boolean isClosed;
    private boolean isWarm;
    private int failureCount;
    private OptionalLong recovered = OptionalLong.empty();

    /**
     * @param failed hears of each look that failed while the memory was held
     */
    ProbeRun(ProbeSpec spec, Probe probe, Timeline timeline, Consumer<String> failed) {
        this.spec = spec;
        this.probe = probe;
        this.timeline = timeline;
        this.failed = failed;
        this.latency = Series.latency(spec.name());
        this.thread = new Thread(this::look, "ballast-probe-" + spec.name());
        for (Phase each : Phase.values()) {
            tallies.put(each, new Tally());
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** A look that is under way still counts for the phase that it began in. */
    synchronized void phase(Phase next) {
        phase = Optional.of(next);
        notifyAll();
    }

    private void look() {
        try {
            for (Optional<Phase> now = next(); now.isPresent(); now = next()) {
                warmUp();
                long begun = System.nanoTime();
                lookIn(now.get());
                rest(now.get(), begun);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** A first look would measure the launcher's own cold classes: it is not counted. */
    private void warmUp() {
        if (!isWarm) {
            isWarm = true;
            probe.look(spec.timeout());
        }
    }

    /** Waits for a phase in which there is something to look for; none when it is over. */
    private synchronized Optional<Phase> next() throws InterruptedException {
        while (!isClosed && !hasWork()) {
            wait();
        }
        return isClosed ? Optional.empty() : phase;
    }

    private boolean hasWork() {
        if (phase.isEmpty() || !spec.mode().isIn(phase.get())) {
            return false;
        }
        return !spec.mode().isOnceIn(phase.get()) || tallies.get(phase.get()).looks() == 0;
    }

    private void lookIn(Phase in) {
        Observation observation = probe.look(spec.timeout());
        Look look = Look.judge(spec, observation);
        for (int retry = 0; look.state() == Look.State.FAILED && retry < spec.retries(); retry++) {
            observation = probe.look(spec.timeout());
            look = Look.judge(spec, observation);
        }
        note(in, look, observation);
    }

    private void note(Phase in, Look look, Observation observation) {
        long nanos = System.nanoTime();
        boolean isFailure;
        synchronized (this) {
            if (isClosed) {
                return; // cut short: it says nothing
            }
            isFailure = look.state() == Look.State.FAILED;
            tallies.get(in).add(look, observation);
            tell(nanos, look);
            if (isFailure) {
                fail(nanos, in, look.words());
            }
            noteRecovery(nanos, in == Phase.AFTER && look.state() == Look.State.PASSED);
            last = Optional.of(look);
        }
        look.seconds().ifPresent(seconds -> timeline.put(latency, nanos, seconds));
        if (isFailure && in == Phase.DURING) {
            failed.accept("probe " + spec.name() + ": " + look.words());
        }
    }

    private void noteRecovery(long nanos, boolean isWellAgain) {
        if (!isWellAgain) {
            recovered = OptionalLong.empty();
        } else if (recovered.isEmpty()) {
            recovered = OptionalLong.of(nanos);
        }
    }

    /** Only what is new is an event. */
    private void tell(long nanos, Look look) {
        boolean wasFailed = last.isPresent() && last.get().state() == Look.State.FAILED;
        if (look.state() == Look.State.FAILED && !wasFailed) {
            timeline.event(
                    nanos,
                    Event.Kind.PROBE_FAILED,
                    "probe " + spec.name() + " failed: " + look.words());
        } else if (look.state() == Look.State.PASSED && wasFailed) {
            timeline.event(nanos, Event.Kind.PROBE_PASSED, "probe " + spec.name() + " passed");
        }
    }

    private void fail(long nanos, Phase in, String words) {
        failureCount++;
        if (failures.size() < FAILURES_KEPT) {
            failures.add(new Failure(timeline.seconds(nanos), in, words));
        }
    }

    private synchronized void rest(Phase in, long begunNanos) throws InterruptedException {
        long endNanos = begunNanos + spec.interval().toNanos();
        long left = endNanos - System.nanoTime();
        while (!isClosed && left > 0 && phase.equals(Optional.of(in))) {
            wait(Math.max(1, left / 1_000_000));
            left = endNanos - System.nanoTime();
        }
    }

    /** Whether it has looked in this phase, as often as one look is to be waited for. */
    synchronized boolean hasLooked(Phase in) {
        return !spec.mode().isIn(in) || tallies.get(in).looks() > 0;
    }

    /** Why the phase before does not allow to begin; none while it does. */
    synchronized Optional<String> unwell() {
        Tally before = tallies.get(Phase.BEFORE);
        boolean couldNotLook = before.unseen() > 0 && spec.subject().kind().hasPlace();
        return before.failed() > 0
                ? Optional.of("probe " + spec.name() + " fails: " + failures.get(0).words())
                : couldNotLook
                        ? Optional.of(
                                "probe " + spec.name() + " could not look: " + last.get().words())
                        : Optional.empty();
    }

    /** What all looks of the phase before fail together; to be asked when it is over. */
    synchronized Optional<String> unwellOnTheWhole() {
        Tally before = tallies.get(Phase.BEFORE);
        for (Comparison check : spec.checksOfPhase()) {
            OptionalDouble value = before.value(check.metric().name());
            if (value.isPresent() && !check.holds(value.getAsDouble())) {
                return Optional.of(
                        "probe " + spec.name() + ": " + check.findingOf(value.getAsDouble()));
            }
        }
        return Optional.empty();
    }

    /**
     * Since when it passes without a failure in the phase after, by {@link System#nanoTime}; none
     * while it does not, and 0 when it is not asked then or could not look.
     */
    synchronized OptionalLong recovered() {
        Tally after = tallies.get(Phase.AFTER);
        boolean couldNotLook = after.unseen() > 0 && after.unseen() == after.looks();
        boolean isAsked = spec.mode().isIn(Phase.AFTER) && !couldNotLook;
        return isAsked ? recovered : OptionalLong.of(0);
    }

    /** How it is, for somebody who watches. */
    synchronized ProbeNow now() {
        return new ProbeNow(
                spec.name(),
                last.filter(look -> look.state() != Look.State.UNSEEN)
                        .map(look -> look.state() == Look.State.PASSED),
                last.map(Look::seconds).orElse(OptionalDouble.empty()),
                last.map(Look::words).orElse(""),
                failureCount);
    }

    synchronized ProbeReport report(OptionalLong outOfMemoryErrors) {
        return new ProbeJudgement(
                        spec, Map.copyOf(tallies), List.copyOf(failures), outOfMemoryErrors)
                .report(failureCount, last.map(Look::words).orElse(""));
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        probe.close();
    }

    /** Waits until its thread has ended. */
    void join() {
        try {
            thread.join(spec.timeout().toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
