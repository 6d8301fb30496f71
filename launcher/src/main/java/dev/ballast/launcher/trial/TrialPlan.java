package dev.ballast.launcher.trial;

import dev.ballast.launcher.probe.ProbeSpec;
import dev.ballast.launcher.quantity.Durations;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked beside the memory.
 *
 * @param before how long the application is looked at first; none for as long as the probes need
 * @param recovery how long at most it is waited for afterwards; none for the usual time
 * @param stopOnFailure whether the first failure of a probe ends the hold
 */
public record TrialPlan(
        List<ProbeSpec> probes,
        Optional<Duration> before,
        Optional<Duration> recovery,
        boolean stopOnFailure,
        Optional<Expected> expected) {
    /** No probes, nothing expected. */
    public static final TrialPlan NONE =
            new TrialPlan(List.of(), Optional.empty(), Optional.empty(), false, Optional.empty());

    private static final Duration USUAL_BEFORE = Duration.ofSeconds(3);
    private static final Duration USUAL_RECOVERY = Duration.ofSeconds(30);

    /** Memory alone is back at once, or not because of us. */
    private static final Duration RECOVERY_OF_MEMORY = Duration.ofSeconds(3);

    private static final int MOST_PROBES = 50;
    private static final Duration LONGEST = Duration.ofHours(24);

    public TrialPlan {
        probes = List.copyOf(probes);
        Set<String> names = new HashSet<>();
        for (ProbeSpec probe : probes) {
            if (!names.add(probe.name())) {
                throw new IllegalArgumentException(
                        "two probes are named "
                                + probe.name()
                                + "; give one of them another name=");
            }
        }
        if (probes.size() > MOST_PROBES) {
            throw new IllegalArgumentException(
                    probes.size() + " probes are more than " + MOST_PROBES);
        }
        check("the time before", before);
        check("the time for recovery", recovery);
    }

    private static void check(String what, Optional<Duration> time) {
        if (time.isPresent() && time.get().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " is at most 24 h, not " + Durations.words(time.get()));
        }
    }

    /** At least so long nothing is touched. */
    public Duration shortestBefore() {
        return before.orElse(probes.isEmpty() ? Duration.ZERO : USUAL_BEFORE);
    }

    /** At most so long it is waited for what a single look takes. */
    Duration longestBefore() {
        return shortestBefore().plus(longestLook().multipliedBy(2)).plus(Duration.ofSeconds(1));
    }

    /** Of one look with all its retries. */
    Duration longestLook() {
        return probes.stream()
                .map(probe -> probe.timeout().multipliedBy(1L + probe.retries()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    public Duration longestRecovery() {
        return recovery.orElse(probes.isEmpty() ? RECOVERY_OF_MEMORY : USUAL_RECOVERY);
    }

    /** What it adds to the run's own time at most. */
    public Duration longestAround() {
        return longestBefore().plus(longestRecovery());
    }
}
