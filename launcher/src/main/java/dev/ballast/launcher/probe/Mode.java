package dev.ballast.launcher.probe;

import dev.ballast.launcher.timeline.Phase;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** When a probe looks, with the names that Litmus gave them. */
public enum Mode {
    /** Once, before anything is touched. */
    SOT("SOT", EnumSet.of(Phase.BEFORE)),
    /** Afterwards, until it passes or the time for recovery is over. */
    EOT("EOT", EnumSet.of(Phase.AFTER)),
    /** Both of these. */
    EDGE("Edge", EnumSet.of(Phase.BEFORE, Phase.AFTER)),
    /** Again and again, from beginning to end. */
    CONTINUOUS("Continuous", EnumSet.allOf(Phase.class)),
    /** Again and again, while the memory is held. */
    ON_CHAOS("OnChaos", EnumSet.of(Phase.DURING));

    private final String words;
    private final Set<Phase> phases;

    Mode(String words, Set<Phase> phases) {
        this.words = words;
        this.phases = phases;
    }

    /**
     * @throws IllegalArgumentException naming those that there are
     */
    static Mode parse(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.words.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "`"
                                                + text
                                                + "` is not a mode; there are SOT, EOT, Edge, Continuous"
                                                + " and OnChaos"));
    }

    public boolean isIn(Phase phase) {
        return phases.contains(phase);
    }

    /** Whether one look is all in this phase. */
    boolean isOnceIn(Phase phase) {
        return phase == Phase.BEFORE && this != CONTINUOUS;
    }

    public String words() {
        return words;
    }
}
