package dev.ballast.launcher.probe;

/** Where a probe looks from. */
public enum Place {
    /** Where the launcher runs. */
    HOST,
    /** From inside the target's network namespace. */
    CONTAINER
}
