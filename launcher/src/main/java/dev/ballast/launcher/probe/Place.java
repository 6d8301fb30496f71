package dev.ballast.launcher.probe;

/** Where a probe looks from. */
public enum Place {
    /** Where the launcher runs. */
    HOST,
    /** The target's network namespace; files and programs are still the launcher's. */
    CONTAINER
}
