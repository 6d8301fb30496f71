package dev.ballast.launcher.timeline;

import java.util.Locale;

/** The parts of a run. */
public enum Phase {
    /** Nothing is touched yet: is the application well? */
    BEFORE,
    /** From the first effect to the last that is undone. */
    DURING,
    /** Until everything is where it was before. */
    AFTER;

    /** {@code before}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
