package dev.ballast.launcher.cli;

import dev.ballast.launcher.experiment.StopRequest;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.runs.Background;
import dev.ballast.launcher.trial.TrialPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** {@code --detach}: the same run in the background, watched until its level is reached. */
final class DetachOptions {
    private static final String DETACH = "--detach";
    private static final String LOG = "--log";

    /** Of the result's text; everything before it is the story. */
    private static final String RESULT = "result: ";

    @Option(
            names = DETACH,
            required = true,
            description =
                    "Go on in the background, and return once the level is reached. Until then Ctrl-C"
                            + " stops the run.")
    private boolean isAsked;

    @Option(
            names = LOG,
            paramLabel = "FILE",
            description =
                    "With --detach: the story and the result are added to this file (default:"
                            + " ballast-<pid>.log).")
    private Path log;

    /** Runs the same command line without these options in the background. */
    int run(
            Host host,
            Plan plan,
            TrialPlan asked,
            Optional<String> json,
            CommandSpec command,
            StopRequest stop)
            throws IOException {
        ParseResult words = command.root().commandLine().getParseResult();
        int pid = plan.target().process().pid();
        Path file = (log == null ? Path.of("ballast-" + pid + ".log") : log).toAbsolutePath();
        Background run =
                Background.start(host, words.originalArgs(), without(words.expandedArgs()), file);
        PrintWriter out = command.commandLine().getOut();
        Relay relay = new Relay(command.commandLine().getErr(), out);
        Duration limit =
                plan.timeout().plus(asked.longestAround()).plus(StopRequest.HONOURED_WITHIN);
        OptionalInt exitCode = run.await(stop, limit, relay::say);
        if (exitCode.isEmpty()) {
            out.println("the run goes on in the background, as process " + run.launcher());
            out.println("  log        " + file);
            json.ifPresent(name -> out.println("  json       " + name + ", when it ends"));
            out.println("  look       java -jar launcher.jar status " + pid);
            out.println("  end        java -jar launcher.jar stop " + pid);
        }
        out.flush();
        return exitCode.orElse(0);
    }

    private static List<String> without(List<String> arguments) {
        List<String> kept = new ArrayList<>();
        for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
            String word = words.next();
            if (word.equals(LOG)) {
                words.next();
            } else if (!word.equals(DETACH)
                    && !word.startsWith(DETACH + "=")
                    && !word.startsWith(LOG + "=")) {
                kept.add(word);
            }
        }
        return kept;
    }

    /** Shows what the run says as if it said it here: the story on stderr, the result on stdout. */
    private static final class Relay {
        private final PrintWriter err;
        private final PrintWriter out;
        private boolean isResult;

        Relay(PrintWriter err, PrintWriter out) {
            this.err = err;
            this.out = out;
        }

        void say(String line) {
            isResult |= line.startsWith(RESULT);
            PrintWriter to = isResult ? out : err;
            to.println(line);
            to.flush();
        }
    }
}
