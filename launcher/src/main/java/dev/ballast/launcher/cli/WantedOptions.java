package dev.ballast.launcher.cli;

import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.pressure.PressureSpec;
import dev.ballast.launcher.shape.Amount;
import dev.ballast.launcher.shape.Shape;
import dev.ballast.launcher.shape.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How much, and how that changes over time. */
final class WantedOptions {
    private static final double HIGHEST_PERCENT = 95;

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
                "threads=200       parked threads; 200x1MiB with their stacks used",
                "direct=50%%        of MaxDirectMemorySize",
                "pagecache=30%%     of the limit, which the kernel may reclaim",
                "limit=80%%         memory.high of the cgroup (v2), of its limit",
                "The first two take --level, --add, --reserve or --shape."
            })
    private List<AreaChoice> areas = new ArrayList<>();

    @Option(
            names = "--until-oome",
            description = {
                "With --area direct, heap, metaspace or threads: more and more, until the JVM"
                        + " refuses with an OutOfMemoryError."
            })
    private boolean isUntilRefused;

    @Option(
            names = "--pressure",
            paramLabel = "KIND=PERCENT",
            description = {
                "Instead of an amount: the level at which that much of the time is lost.",
                "psi-some=20%%     some task waits for memory: a level of the limit",
                "psi-full=5%%      all of them do",
                "gc-time=20%%      the JVM collects: a level of its heap",
                "Slowly up, quickly back (docs/shapes.md)."
            })
    private String pressure;

    @Option(
            names = "--at-most",
            paramLabel = "PERCENT",
            description = "The highest level that --pressure may use (default: 95%%).")
    private Amount atMost;

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

    /** The pressure that its level, or the heap's, is sought for. */
    Optional<PressureSpec> pressure(CommandSpec spec) {
        if (pressure == null && atMost != null) {
            throw wrong(spec, "--at-most", "is for --pressure");
        }
        if (pressure == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(PressureSpec.parse(pressure, atMostPercent(spec)));
        } catch (IllegalArgumentException none) {
            throw wrong(spec, "--pressure", none.getMessage());
        }
    }

    private double atMostPercent(CommandSpec spec) {
        if (atMost == null) {
            return HIGHEST_PERCENT;
        }
        if (atMost instanceof Amount.LevelPercent level) {
            return level.percent();
        }
        throw wrong(spec, "--at-most", "write a percentage, for example 95%");
    }

    Wanted wanted(CommandSpec spec) {
        Optional<PressureSpec> sought =
                pressure(spec).filter(wanted -> !wanted.measure().isOfHeap());
        List<AreaChoice.OfLevel> ofLevel = chosen(AreaChoice.OfLevel.class, spec);
        Optional<Amount> chosen = amount(ofLevel, spec);
        if (sought.isPresent() && (chosen.isPresent() || shape != null)) {
            throw wrong(
                    spec,
                    "--pressure",
                    "it finds its own level; leave out --level, --add, --reserve and --shape");
        }
        if (sought.isPresent()) {
            return new Wanted(Optional.empty(), new Shape.Sought(sought.get()));
        }
        if (chosen.isEmpty() && shape == null && ofLevel.isEmpty() && !loads(spec).isEmpty()) {
            return Wanted.nothing();
        }
        try {
            return new Wanted(chosen, shape == null ? new Shape.Hold() : shape);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }

    private Optional<Amount> amount(List<AreaChoice.OfLevel> ofLevel, CommandSpec spec) {
        Optional<Amount> ofArea =
                ofLevel.stream().flatMap(level -> level.amount().stream()).findFirst();
        if (ofArea.isPresent() && amount != null) {
            throw wrong(
                    spec,
                    "--area",
                    "native="
                            + ofArea.get().value()
                            + " and "
                            + amount.chosen().words()
                            + " say how much twice");
        }
        return amount == null ? ofArea : Optional.of(amount.chosen());
    }

    /** Of the level. */
    Area area(CommandSpec spec) {
        List<AreaChoice.OfLevel> ofLevel = chosen(AreaChoice.OfLevel.class, spec);
        if (ofLevel.size() > 1) {
            throw wrong(spec, "--area", "the level is of one kind of memory only");
        }
        return ofLevel.isEmpty() ? Area.NATIVE : ofLevel.get(0).area();
    }

    List<LoadSpec> loads(CommandSpec spec) {
        Stream<LoadSpec> sought =
                pressure(spec)
                        .filter(wanted -> wanted.measure().isOfHeap())
                        .map(wanted -> atMostOfHeap(wanted, spec))
                        .stream();
        Stream<LoadSpec> said =
                chosen(AreaChoice.Load.class, spec).stream().map(AreaChoice.Load::spec);
        List<LoadSpec> loads = Stream.concat(sought, said).toList();
        List<Kind> kinds = loads.stream().map(LoadSpec::kind).distinct().toList();
        if (kinds.size() < loads.size()) {
            throw wrong(spec, "--area", "each kind may be there once only");
        }
        if (kinds.contains(Kind.DIRECT) && area(spec) == Area.DIRECT) {
            throw wrong(
                    spec, "--area", "direct memory is the level's, or has an amount of its own");
        }
        if (isUntilRefused && loads.stream().noneMatch(LoadSpec::isUntilRefused)) {
            throw wrong(
                    spec,
                    "--until-oome",
                    "it needs an area without an amount: direct, heap, metaspace or threads");
        }
        return loads;
    }

    private static LoadSpec atMostOfHeap(PressureSpec sought, CommandSpec spec) {
        try {
            return new LoadSpec(Kind.HEAP, new LoadSpec.Amount.Share(sought.atMostPercent()));
        } catch (IllegalArgumentException tooMuch) {
            throw wrong(spec, "--at-most", tooMuch.getMessage());
        }
    }

    private <T extends AreaChoice> List<T> chosen(Class<T> kind, CommandSpec spec) {
        try {
            return areas.stream()
                    .map(choice -> choice.resolve(isUntilRefused))
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        } catch (IllegalArgumentException meansNothing) {
            throw wrong(spec, "--area", meansNothing.getMessage());
        }
    }

    private static ParameterException wrong(CommandSpec spec, String option, String what) {
        return new ParameterException(spec.commandLine(), option + ": " + what);
    }

    Duration releaseOver() {
        return releaseOver;
    }
}
