package dev.ballast.launcher.cli;

import dev.ballast.launcher.shape.Amount;
import dev.ballast.launcher.shape.Shape;
import dev.ballast.launcher.shape.Wanted;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How much, and how that changes over time. */
final class WantedOptions {
    @ArgGroup(multiplicity = "0..1")
    private AmountOptions amount;

    @Option(
            names = "--shape",
            defaultValue = "hold",
            paramLabel = "SHAPE",
            description = {
                "How that changes over time; to be quoted for the shell.",
                "hold              at once, and kept (default)",
                "ramp 5m           evenly, then kept",
                "leak 10MiB/min    more and more; without an amount through the limit",
                "steps 50,75,90%% each 30s   also with pause 10s",
                "wave 60%%..95%% period 1m",
                "spike +300MiB for 2s every 20s",
                "trace FILE        use that was recorded: a time and a level a line",
                "More in docs/shapes.md."
            })
    private Shape shape;

    @Option(
            names = "--release-over",
            defaultValue = "0",
            paramLabel = "TIME",
            description = "Give back evenly over this time after the hold (default: at once).")
    private Duration releaseOver;

    /** At most one of them; which shape needs one, only {@link Wanted} knows. */
    static final class AmountOptions {
        @Option(
                names = "--level",
                required = true,
                paramLabel = "80%|SIZE",
                description = "Bring what cannot be reclaimed to this level of the limit.")
        private Amount level;

        @Option(
                names = "--add",
                required = true,
                paramLabel = "SIZE",
                description = "Hold that much more.")
        private Amount.Add add;

        @Option(
                names = "--reserve",
                required = true,
                paramLabel = "SIZE",
                description = "Leave that much of the limit free.")
        private Amount.Reserve reserve;

        Amount chosen() {
            return level != null ? level : add != null ? add : reserve;
        }
    }

    Wanted wanted(CommandSpec spec) {
        try {
            return new Wanted(Optional.ofNullable(amount).map(AmountOptions::chosen), shape);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }

    Duration releaseOver() {
        return releaseOver;
    }
}
