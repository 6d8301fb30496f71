package dev.ballast.launcher.doctor;

import dev.ballast.launcher.target.Check;
import dev.ballast.launcher.target.Refusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The findings about one subject, in the order in which they were looked for.
 *
 * @param subject for people: {@code this host}, {@code JVM 4711}
 */
public record Examination(String subject, List<Finding> findings) {
    static Examination of(String subject) {
        return new Examination(subject, new ArrayList<>());
    }

    public boolean isAttachPossible() {
        return findings.stream().noneMatch(Finding::isFatal);
    }

    /** Something that nothing can be attached to without. */
    void essential(String condition, Check.Look look) {
        add(new Check(condition, look), true);
    }

    /** Something that only a part of ballast needs. */
    void useful(String condition, Check.Look look) {
        add(new Check(condition, look), false);
    }

    void essential(Check check) {
        add(check, true);
    }

    private void add(Check check, boolean isEssential) {
        Finding.Verdict verdict = Finding.Verdict.OK;
        String text;
        try {
            text = check.look().run();
        } catch (Refusal missing) {
            verdict = Finding.Verdict.NOT_OK;
            text = missing.getMessage();
        } catch (IOException notSeen) {
            verdict = Finding.Verdict.UNKNOWN;
            text = notSeen.getMessage();
        }
        findings.add(new Finding(check.condition(), verdict, text, isEssential));
    }
}
