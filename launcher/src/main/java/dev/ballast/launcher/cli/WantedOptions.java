package dev.ballast.launcher.cli;

import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.shape.Amount;
import dev.ballast.launcher.shape.Shape;
import dev.ballast.launcher.shape.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            names = "--area",
            paramLabel = "native|direct|KIND=AMOUNT",
            description = {
                "Kind of memory; repeatable (docs/areas.md).",
                "native            outside every limit of the JVM (default)",
                "direct            counts against MaxDirectMemorySize",
                "And beside it, or instead of it:",
                "heap=70%%          in use after a collection, of the maximum",
                "churn=50MiB/s     garbage",
                "metaspace=64MiB   generated classes",
                "threads=200       parked threads",
                "The first two take --level, --add, --reserve or --shape."
            })
    private List<AreaChoice> areas = new ArrayList<>();

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
        boolean areOnlyLoads = !areas.isEmpty() && areas.stream().allMatch(AreaChoice::isLoad);
        if (amount == null && shape == null && areOnlyLoads) {
            return Wanted.nothing();
        }
        try {
            return new Wanted(
                    Optional.ofNullable(amount).map(AmountOptions::chosen),
                    shape == null ? new Shape.Hold() : shape);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }

    /** Of the level. */
    Area area(CommandSpec spec) {
        List<Area> chosen = areas.stream().flatMap(choice -> choice.area().stream()).toList();
        if (chosen.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--area: the level is of one kind of memory only");
        }
        return chosen.isEmpty() ? Area.NATIVE : chosen.get(0);
    }

    List<LoadSpec> loads(CommandSpec spec) {
        List<LoadSpec> loads = areas.stream().flatMap(choice -> choice.load().stream()).toList();
        if (loads.stream().map(LoadSpec::kind).distinct().count() < loads.size()) {
            throw new ParameterException(
                    spec.commandLine(), "--area: each kind may be there once only");
        }
        return loads;
    }

    Duration releaseOver() {
        return releaseOver;
    }
}
