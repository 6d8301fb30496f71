package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.report.PlanText;
import dev.ballast.launcher.report.ResultJson;
import dev.ballast.launcher.report.ResultText;
import dev.ballast.launcher.target.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** Results go to stdout, the story to stderr; with {@code --json -} only JSON goes to stdout. */
final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private final String json;

    /**
     * @param json a file, "-" for stdout, or null
     * @throws Refusal when the file could not be written at the end
     */
    Output(CommandLine command, String json) throws Refusal {
        this.out = command.getOut();
        this.err = command.getErr();
        this.json = json;
        if (json != null && !isStdout()) {
            Path file = Path.of(json).toAbsolutePath();
            boolean isWritable =
                    Files.exists(file)
                            ? Files.isRegularFile(file) && Files.isWritable(file)
                            : Files.isWritable(file.getParent());
            if (!isWritable) {
                throw new Refusal("--json: `" + json + "` cannot be written; nothing was touched");
            }
        }
    }

    private boolean isStdout() {
        return "-".equals(json);
    }

    /** The plan as the result. */
    void plan(Plan plan) throws IOException {
        report(PlanText.lines(plan), () -> ResultJson.of(plan));
    }

    /** A result that was only looked at: text, or JSON in its place. */
    void report(List<String> lines, JsonText asJson) throws IOException {
        if (isStdout()) {
            out.print(asJson.text());
        } else {
            lines.forEach(out::println);
        }
        out.flush();
        if (out.checkError() || System.out.checkError()) {
            throw new IOException("the result could not be written to stdout");
        }
        if (json != null && !isStdout()) {
            writeJson(asJson.text());
        }
    }

    /** Made only where it is asked for. */
    interface JsonText {
        String text() throws IOException;
    }

    /** The plan as the beginning of the story. */
    void announce(Plan plan) {
        PlanText.lines(plan).forEach(err::println);
        err.flush();
    }

    void steps(List<String> steps) {
        steps.forEach(err::println);
        err.flush();
    }

    LiveLine live() {
        return new LiveLine(err, LiveLine.isTerminal());
    }

    void result(Result result) throws IOException {
        if (isStdout()) {
            ResultText.lines(result).forEach(err::println);
            out.print(ResultJson.of(result));
        } else {
            ResultText.lines(result).forEach(out::println);
        }
        err.flush();
        if (out.checkError() || System.out.checkError()) {
            throw new IOException(
                    "the result (" + result.outcome().words() + ") could not be written to stdout");
        }
        if (json != null && !isStdout()) {
            writeJson(ResultJson.of(result));
        }
    }

    private void writeJson(String text) throws IOException {
        try {
            Files.writeString(Path.of(json), text);
        } catch (IOException failure) {
            throw new IOException("write `" + json + "`: " + failure.getMessage(), failure);
        }
    }
}
