package dev.ballast.launcher.report;

import java.util.Optional;

/** How long it took until everything was as before; {@code kind} of its icon. */
record RecoveryView(boolean isKnown, String words, String kind, String probes, String memory) {
    static RecoveryView of(ResultPart result) {
        ResultPart recovery = result.part("recovery");
        boolean isComplete = recovery.flag("isComplete").orElse(false);
        return new RecoveryView(
                !recovery.isEmpty(),
                recovery.text("words").orElse(isComplete ? "complete" : "not complete"),
                isComplete ? "ok" : "warn",
                words(recovery, "probesSeconds"),
                words(recovery, "memorySeconds"));
    }

    private static String words(ResultPart recovery, String name) {
        Optional<String> time = recovery.number(name, HtmlWords::time);
        return time.map(after -> "after " + after).orElse("not seen");
    }
}
