package dev.ballast.launcher.report;

import dev.ballast.launcher.doctor.Examination;
import dev.ballast.launcher.doctor.Finding;
import dev.ballast.launcher.proc.UntrustedText;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same for machines. */
public final class DoctorJson {
    private static final int VERSION = 1;

    private DoctorJson() {}

    public static String of(List<Examination> examinations) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("examinations", examinations.stream().map(DoctorJson::examination).toList());
        return ResultJson.write(fields);
    }

    private static Map<String, Object> examination(Examination examination) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("subject", examination.subject());
        fields.put("attachPossible", examination.isAttachPossible());
        fields.put("findings", examination.findings().stream().map(DoctorJson::finding).toList());
        return fields;
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("condition", finding.condition());
        fields.put("verdict", finding.verdict().name());
        fields.put("text", UntrustedText.printable(finding.text()));
        fields.put("essential", finding.isEssential());
        return fields;
    }
}
