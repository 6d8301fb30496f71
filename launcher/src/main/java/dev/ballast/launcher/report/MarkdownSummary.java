package dev.ballast.launcher.report;

/** WIP. */
public final class MarkdownSummary {
    private MarkdownSummary() {}

    public static String of(dev.ballast.launcher.trial.TrialResult trial) {
        return trial.toString();
    }
}
