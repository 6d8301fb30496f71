package dev.ballast.launcher.experiment;

/** How a run ended, with the exit code that says so. */
public enum Outcome {
    HELD(0, "held"),
    FAILED(1, "failed"),
    TARGET_KILLED(3, "target killed by the OOM killer"),
    TARGET_ENDED(4, "target ended"),
    INCONCLUSIVE(5, "inconclusive"),
    STOPPED(6, "stopped by the user"),
    STOPPED_BY_RULE(6, "stopped by a rule"),
    STOPPED_BY_PROBE(7, "stopped by a failed probe");

    /** Exit code of a run that went as asked and found a weakness. */
    public static final int WEAKNESS = 7;

    private final int exitCode;
    private final String words;

    Outcome(int exitCode, String words) {
        this.exitCode = exitCode;
        this.words = words;
    }

    /** Whether its exit code says that everything was given back. */
    boolean promisesRelease() {
        return this == HELD
                || this == STOPPED
                || this == STOPPED_BY_RULE
                || this == STOPPED_BY_PROBE;
    }

    public int exitCode() {
        return exitCode;
    }

    public String words() {
        return words;
    }
}
