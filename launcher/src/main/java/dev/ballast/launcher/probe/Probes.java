package dev.ballast.launcher.probe;

import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.timeline.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** All probes of a run, at work until they are closed. */
public final class Probes implements AutoCloseable {
    private final List<ProbeRun> runs = new ArrayList<>();

    /**
     * Starts them; they look when the first phase has begun.
     *
     * @param maker makes the probe of a specification
     * @param failed hears of each look that failed while the memory was held
     */
    public Probes(
            List<ProbeSpec> specs,
            Function<ProbeSpec, Probe> maker,
            Timeline timeline,
            Consumer<String> failed) {
        for (ProbeSpec spec : specs) {
            runs.add(new ProbeRun(spec, maker.apply(spec), timeline, failed));
        }
    }

    public void phase(Phase phase) {
        runs.forEach(run -> run.phase(phase));
    }

    /** Whether each one that looks in this phase has done so. */
    public boolean haveLooked(Phase phase) {
        return runs.stream().allMatch(run -> run.hasLooked(phase));
    }

    /**
     * Why the application, or a probe, is not fit for a run; empty while nothing speaks against it.
     */
    public List<String> unwell() {
        return runs.stream().map(ProbeRun::unwell).flatMap(Optional::stream).toList();
    }

    /** What all looks of the phase before fail together; to be asked when it is over. */
    public List<String> unwellOnTheWhole() {
        return runs.stream().map(ProbeRun::unwellOnTheWhole).flatMap(Optional::stream).toList();
    }

    /**
     * Since when all pass in the phase after, by {@link System#nanoTime}; none while one does not.
     */
    public OptionalLong recovered() {
        long latest = 0;
        for (ProbeRun run : runs) {
            OptionalLong one = run.recovered();
            if (one.isEmpty()) {
                return OptionalLong.empty();
            }
            latest = Math.max(latest, one.getAsLong());
        }
        return OptionalLong.of(latest);
    }

    public List<ProbeNow> now() {
        return runs.stream().map(ProbeRun::now).toList();
    }

    /**
     * @param outOfMemoryErrors that the JVM has thrown while the memory was held; none when that is
     *     not known
     */
    public List<ProbeReport> reports(OptionalLong outOfMemoryErrors) {
        return runs.stream().map(run -> run.report(outOfMemoryErrors)).toList();
    }

    @Override
    public void close() {
        runs.forEach(ProbeRun::close);
        runs.forEach(ProbeRun::join);
    }
}
