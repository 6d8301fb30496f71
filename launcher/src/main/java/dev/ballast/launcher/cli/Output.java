package dev.ballast.launcher.cli;

import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.report.PlanText;
import dev.ballast.launcher.report.ResultJson;
import dev.ballast.launcher.report.TrialJson;
import dev.ballast.launcher.report.TrialText;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.trial.TrialResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** Results go to stdout, the story to stderr; with {@code --json -} only JSON goes to stdout. */
final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean isQuiet;
    private final boolean isJsonOnStdout;
    private final Optional<ResultFile> json;

    /**
     * @param json a file, "-" for stdout, or null
     * @throws Refusal when the file could not be written at the end
     */
    Output(CommandLine command, String json) throws Refusal {
        this(command, json, false);
    }

    /**
     * @param isQuiet whether only errors and the result are shown
     */
    Output(CommandLine command, String json, boolean isQuiet) throws Refusal {
        this.isQuiet = isQuiet;
        this.out = command.getOut();
        this.err = command.getErr();
        this.isJsonOnStdout = "-".equals(json);
        this.json =
                json == null || isJsonOnStdout
                        ? Optional.empty()
                        : Optional.of(new ResultFile("--json", Path.of(json)));
    }

    /** The plan as the result. */
    void plan(Plan plan) throws IOException {
        report(PlanText.lines(plan), () -> ResultJson.of(plan));
    }

    /** A result that was only looked at: text, or JSON in its place. */
    void report(List<String> lines, JsonText asJson) throws IOException {
        if (isJsonOnStdout) {
            out.print(asJson.text());
        } else {
            lines.forEach(out::println);
        }
        out.flush();
        if (isStdoutBroken()) {
            throw new IOException("the result could not be written to stdout");
        }
        if (json.isPresent()) {
            json.get().write(asJson.text());
        }
    }

    private boolean isStdoutBroken() {
        return out.checkError() || System.out.checkError();
    }

    /** Made only where it is asked for. */
    interface JsonText {
        String text() throws IOException;
    }

    /** The plan as the beginning of the story. */
    void announce(Plan plan) {
        steps(PlanText.lines(plan));
    }

    void steps(List<String> steps) {
        if (!isQuiet) {
            steps.forEach(err::println);
            err.flush();
        }
    }

    /** How a run against this target goes. */
    LiveView live(String target) {
        return new LiveView(err, Terminal.ofStderr(), isQuiet, target);
    }

    /**
     * Shows what happened, first on stdout, then in every file.
     *
     * @return whether all of that could be written; what could not is said on stderr
     */
    boolean result(TrialResult trial, ResultFiles files) throws IOException {
        List<String> lines = TrialText.lines(trial);
        lines.forEach((isJsonOnStdout ? err : out)::println);
        if (isJsonOnStdout) {
            out.print(TrialJson.of(trial));
        }
        out.flush();
        List<String> failures = new ArrayList<>();
        if (isStdoutBroken()) {
            failures.add(
                    "the result ("
                            + trial.result().outcome().words()
                            + ") could not be written to stdout");
        }
        try {
            if (json.isPresent()) {
                json.get().write(TrialJson.of(trial));
            }
        } catch (IOException failure) {
            failures.add(failure.getMessage());
        }
        failures.addAll(files.write(trial));
        failures.forEach(failure -> err.println("ballast: " + failure));
        err.flush();
        return failures.isEmpty();
    }
}
