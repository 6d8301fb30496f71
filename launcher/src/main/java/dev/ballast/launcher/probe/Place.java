package dev.ballast.launcher.probe;

import java.util.Locale;

/** Where a probe looks from. */
public enum Place {
    /** Where the launcher runs. */
    HOST,
    /** From inside the target's network namespace. */
    CONTAINER;

    /** {@code host}. */
    String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
