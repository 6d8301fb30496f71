package dev.ballast.launcher.report;

import dev.ballast.launcher.doctor.Examination;
import dev.ballast.launcher.doctor.Finding;
import dev.ballast.launcher.proc.UntrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found, a line for each condition. */
public final class DoctorText {
    private DoctorText() {}

    public static List<String> lines(List<Examination> examinations) {
        List<String> lines = new ArrayList<>();
        for (Examination examination : examinations) {
            lines.add(examination.subject());
            for (Finding finding : examination.findings()) {
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "  %-8s %-14s %s",
                                finding.verdict().words(),
                                finding.condition(),
                                UntrustedText.printable(finding.text())));
            }
            lines.add(
                    examination.isAttachPossible()
                            ? "  attaching is possible"
                            : "  attaching is not possible");
        }
        return lines;
    }
}
