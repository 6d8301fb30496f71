package dev.ballast.launcher.cli;

import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.shape.Amount;
import dev.ballast.launcher.shape.Shape;
import dev.ballast.launcher.trial.Calibration;
import dev.ballast.launcher.trial.TrialResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code calibrate}: an {@code attach} that walks up, and what comes of it. */
@Command(
        name = "calibrate",
        description = {
            "Find the highest level at which an application is well, and the limit it needs.",
            "Walks up in steps and ends at the first failed probe, or where it starves.",
            "The target and all other options are those of `attach`."
        },
        customSynopsis = "ballast calibrate [OPTIONS] TARGET --probe=PROBE... [OPTIONS of attach]",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  calibrate 4711 --probe 'http:http://localhost:8080/health latency<250ms'",
            "  calibrate 4711 --from 70%% --step 0.5%% --each 30s --probe 'jvm: gc-time<20%%'"
        })
final class CalibrateCommand implements Callable<Integer> {
    /** In these words of {@code attach}. */
    private static final String NOT_OF_A_LEVEL =
            "--(pressure|until-oome|at-most).*|(--area=)?[a-z]+=.*";

    @Spec private CommandSpec spec;

    @Option(
            names = "--from",
            defaultValue = "50%",
            paramLabel = "PERCENT",
            description = "The lowest level, of the limit (default: ${DEFAULT-VALUE}).")
    private Amount from;

    @Option(
            names = "--at-most",
            defaultValue = "97%",
            paramLabel = "PERCENT",
            description = "The highest level (default: ${DEFAULT-VALUE}).")
    private Amount atMost;

    @Option(
            names = "--step",
            defaultValue = "1%",
            paramLabel = "PERCENT",
            description = "From one level to the next (default: ${DEFAULT-VALUE}).")
    private Amount step;

    @Option(
            names = "--each",
            defaultValue = "10s",
            paramLabel = "TIME",
            description = "How long each level is held (default: ${DEFAULT-VALUE}).")
    private Duration each;

    @CommandLine.Unmatched private List<String> others = new ArrayList<>();

    @Override
    public Integer call() {
        Shape.Steps steps = steps();
        if (others.stream().noneMatch(word -> word.startsWith("--probe"))) {
            throw wrong("what is well? Say it with --probe");
        }
        if (others.stream().anyMatch(word -> word.equals("--detach"))) {
            throw wrong("--detach: a calibration has its answer at its end");
        }
        if (others.stream().anyMatch(word -> word.matches(NOT_OF_A_LEVEL))) {
            throw wrong(
                    "a calibration is of the level alone: leave out --pressure and the areas with an amount");
        }
        CommandLine attach = spec.root().subcommands().get(AttachWords.ATTACH);
        List<String> words = new ArrayList<>(others);
        words.add("--shape=" + steps);
        words.add("--stop-on-failure");
        int exitCode = attach.execute(words.toArray(String[]::new));
        AttachCommand ran = (AttachCommand) attach.getCommandSpec().userObject();
        Optional<TrialResult> result = ran.result();
        return result.isEmpty() ? exitCode : answer(result.get(), steps, exitCode);
    }

    private int answer(TrialResult result, Shape.Steps steps, int exitCode) {
        try {
            Calibration found = Calibration.of(result, steps);
            found.lines().forEach(spec.commandLine().getErr()::println);
            return found.enough().isPresent() ? CommandLine.ExitCode.OK : exitCode;
        } catch (IllegalArgumentException nothing) {
            spec.commandLine().getErr().println("ballast: " + nothing.getMessage());
            return exitCode;
        }
    }

    private Shape.Steps steps() {
        String shape =
                "steps "
                        + from.value()
                        + ".."
                        + atMost.value()
                        + " by "
                        + step.value()
                        + " each "
                        + Durations.text(each);
        try {
            return (Shape.Steps) Shape.parse(shape);
        } catch (IllegalArgumentException none) {
            throw wrong("--from, --at-most, --step, --each: " + none.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
