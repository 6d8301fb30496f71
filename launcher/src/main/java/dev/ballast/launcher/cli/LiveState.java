package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.Level;
import dev.ballast.launcher.probe.ProbeNow;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.JvmFigures;
import dev.ballast.launcher.trial.Watching;
import dev.ballast.launcher.vitals.VitalSigns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * All that is shown of a run at one moment; what is absent is not known.
 *
 * @param target its name
 * @param elapsed in this stage
 * @param left of the hold, or of the timeout while growing
 * @param useBytes one value a second, the newest last
 */
record LiveState(
        Stage stage,
        String target,
        Duration elapsed,
        Optional<Duration> left,
        Optional<Memory> memory,
        List<Long> useBytes,
        Signs signs) {
    /** How far the run is. */
    enum Stage {
        /** Nothing is touched yet. */
        BEFORE("before"),
        /** The agent is loaded. */
        START("start"),
        GROW("grow"),
        HOLD("hold"),
        /** Everything is given back. */
        RELEASE("release"),
        /** The application is given time to recover. */
        AFTER("after");

        private final String words;

        Stage(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    LiveState {
        useBytes = List.copyOf(useBytes);
    }

    /**
     * What is in use under the limit.
     *
     * @param held of it by ballast in the JVM
     * @param fuse of it by the relief fuse
     */
    record Memory(
            ByteSize use,
            ByteSize limit,
            ByteSize held,
            ByteSize fuse,
            List<String> loads,
            Optional<ByteSize> wanted) {
        static Memory of(Level level) {
            return new Memory(
                    level.use(),
                    level.limit(),
                    level.held(),
                    level.fuse(),
                    level.loads(),
                    Optional.of(level.wanted()));
        }

        /** By everybody else. The three are not read at the same moment. */
        ByteSize other() {
            return use.minusOrZero(held).minusOrZero(fuse);
        }
    }

    /**
     * What is seen beside the level.
     *
     * @param some share of the last second in which a task waited for memory, in percent
     * @param full the same for all tasks
     * @param collections the same for the collector's work
     */
    record Signs(
            OptionalDouble some,
            OptionalDouble full,
            OptionalDouble collections,
            Optional<ByteSize> heap,
            OptionalLong threads,
            Optional<Memory> memory,
            List<ProbeNow> probes) {
        static final Signs NONE =
                new Signs(
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        List.of());

        Signs {
            probes = List.copyOf(probes);
        }

        static Signs of(Watching watching) {
            VitalSigns now = watching.signs();
            return new Signs(
                    watching.pressure(false),
                    watching.pressure(true),
                    watching.collections(),
                    now.jvm().flatMap(JvmFigures::heapUsed),
                    now.jvm().map(JvmFigures::liveThreads).orElse(OptionalLong.empty()),
                    memory(now),
                    watching.probes());
        }

        /** Who holds how much of it is not known from outside. */
        private static Optional<Memory> memory(VitalSigns now) {
            return now.use()
                    .flatMap(
                            use ->
                                    now.limit()
                                            .map(
                                                    limit ->
                                                            new Memory(
                                                                    use.unreclaimable(),
                                                                    limit,
                                                                    ByteSize.ZERO,
                                                                    ByteSize.ZERO,
                                                                    List.of(),
                                                                    Optional.empty())));
        }
    }
}
