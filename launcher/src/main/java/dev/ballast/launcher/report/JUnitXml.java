package dev.ballast.launcher.report;

/** WIP. */
public final class JUnitXml {
    private JUnitXml() {}

    public static String of(dev.ballast.launcher.trial.TrialResult trial) {
        return trial.toString();
    }
}
