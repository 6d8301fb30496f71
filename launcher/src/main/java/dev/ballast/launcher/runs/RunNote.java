package dev.ballast.launcher.runs;

import dev.ballast.launcher.guard.GuardPlan;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.UntrustedText;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The journal's entry that says which run it is.
 *
 * @param target the process that the run is against, or whose protection it is
 * @param name of that, for people; printable whatever it was made from
 * @param asked the options that say how much
 * @param since when the run began
 */
public record RunNote(Kind kind, ProcessId target, String name, String asked, Instant since) {
    /** The command that made the run. */
    public enum Kind {
        ATTACH,
        GUARD
    }

    public RunNote {
        name = UntrustedText.printable(name);
        asked = UntrustedText.printable(asked);
    }

    public static RunNote of(Plan plan) {
        return new RunNote(
                Kind.ATTACH,
                plan.target().process(),
                "JVM " + plan.target().name(),
                plan.intent().words(),
                Instant.now());
    }

    public static RunNote of(ProcessId process, GuardPlan plan) {
        return new RunNote(
                Kind.GUARD, process, plan.scope().name(), "--score " + plan.score(), Instant.now());
    }

    /** For people: {@code run against JVM 4711}. */
    public String words() {
        return (kind == Kind.GUARD ? "guard of " : "run against ") + name;
    }

    /** The note of this journal's run; none before its first effect and after its last undone. */
    static Optional<RunNote> in(Journal journal) throws IOException {
        Optional<String> text = journal.read(Journal.RUN);
        try {
            return text.map(RunNote::parse);
        } catch (IllegalArgumentException | ArithmeticException unexpected) {
            throw new IOException(
                    "`" + journal.file(Journal.RUN) + "` is damaged: " + unexpected.getMessage(),
                    unexpected);
        }
    }

    /**
     * For example:
     *
     * <pre>
     * kind ATTACH
     * target 4711 1234567
     * since 1764000000123
     * asked --level 80%
     * name JVM 4711 (PID 7 in container 4bd0a1b2c3d4)
     * </pre>
     */
    String text() {
        return String.format(
                Locale.ROOT,
                "kind %s\ntarget %d %d\nsince %d\nasked %s\nname %s\n",
                kind,
                target.pid(),
                target.startTicks(),
                since.toEpochMilli(),
                asked,
                name);
    }

    static RunNote parse(String text) {
        Lines lines = Lines.parse(text);
        String[] target = lines.text("target").split(" ", 2);
        return new RunNote(
                Kind.valueOf(lines.text("kind")),
                new ProcessId(
                        Integer.parseInt(target[0]), Long.parseLong(target[target.length - 1])),
                lines.text("name"),
                lines.text("asked"),
                Instant.ofEpochMilli(lines.number("since")));
    }
}
