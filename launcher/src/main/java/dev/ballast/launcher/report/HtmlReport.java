package dev.ballast.launcher.report;

/** WIP. */
public final class HtmlReport {
    private HtmlReport() {}

    public static String of(java.util.Map<String, Object> trial) {
        return trial.toString();
    }
}
