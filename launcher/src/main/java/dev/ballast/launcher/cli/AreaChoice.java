package dev.ballast.launcher.cli;

import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.shape.Amount;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A value of {@code --area}. */
sealed interface AreaChoice {
    String FORMS =
            "; write native, direct, heap=70%, churn=50MiB/s, metaspace=64MiB, threads=200,"
                    + " direct=50%, pagecache=30% or limit=80%";

    /** {@code native}, {@code direct}, {@code native=80%}: what the level is made of. */
    record OfLevel(Area area, Optional<Amount> amount) implements AreaChoice {
        @Override
        public AreaChoice resolve(boolean isUntilRefused) {
            return isUntilRefused && area == Area.DIRECT
                    ? new Load(LoadSpec.untilRefused(Kind.DIRECT))
                    : this;
        }

        @Override
        public String toString() {
            return name(area) + amount.map(some -> "=" + some.value()).orElse("");
        }
    }

    /** {@code heap=70%}: beside the level. */
    record Load(LoadSpec spec) implements AreaChoice {
        @Override
        public String toString() {
            return spec.value();
        }
    }

    /** {@code heap}: with {@code --until-oome} only. */
    record WithoutAmount(Kind kind) implements AreaChoice {
        public WithoutAmount {
            if (!kind.canBeRefused()) {
                throw new IllegalArgumentException(howMuch(kind));
            }
        }

        @Override
        public AreaChoice resolve(boolean isUntilRefused) {
            if (!isUntilRefused) {
                throw new IllegalArgumentException(howMuch(kind));
            }
            return new Load(LoadSpec.untilRefused(kind));
        }

        private static String howMuch(Kind kind) {
            return "`" + kind.word() + "`: how much of it" + FORMS;
        }

        @Override
        public String toString() {
            return kind.word();
        }
    }

    /**
     * What it means.
     *
     * @param isUntilRefused whether {@code --until-oome} is there
     * @throws IllegalArgumentException when it means nothing
     */
    default AreaChoice resolve(boolean isUntilRefused) {
        return this;
    }

    static AreaChoice parse(String text) {
        String[] parts = text.strip().split("=", 2);
        String name = parts[0].toLowerCase(Locale.ROOT);
        Optional<String> amount =
                Optional.of(parts).filter(two -> two.length > 1).map(two -> two[1]);
        Optional<Area> area =
                Stream.of(Area.values()).filter(it -> name(it).equals(name)).findAny();
        if (area.isPresent() && (amount.isEmpty() || area.get() == Area.NATIVE)) {
            return new OfLevel(area.get(), amount.map(AreaChoice::ofNative));
        }
        Kind kind =
                Kind.ofWord(name)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "`" + text + "` is no area" + FORMS));
        return amount.<AreaChoice>map(some -> new Load(LoadSpec.parse(kind, some)))
                .orElseGet(() -> new WithoutAmount(kind));
    }

    /**
     * A share is a level, as with {@code --level}; a size is what is held, as with {@code --add}.
     */
    private static Amount ofNative(String amount) {
        Amount level = Amount.parseLevel(amount);
        return level instanceof Amount.LevelSize size ? new Amount.Add(size.size()) : level;
    }

    private static String name(Area area) {
        return area.name().toLowerCase(Locale.ROOT);
    }
}
