package dev.ballast.launcher.control;

/** The kinds of memory that the agent can hold. */
public enum Area {
    /** Outside every limit of the JVM. */
    NATIVE,
    /** Counted against MaxDirectMemorySize. */
    DIRECT
}
