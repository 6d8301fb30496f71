package dev.ballast.launcher.probe;

import java.util.Locale;

/** Where a probe looks from. */
public enum Place {
    /** Where the launcher runs. */
    HOST,
    /** The target's network namespace; files and programs are still the launcher's. */
    CONTAINER;

    /** {@code host}. */
    String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
