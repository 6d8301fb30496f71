package dev.ballast.launcher.cli;

import dev.ballast.launcher.control.Area;
import dev.ballast.launcher.load.LoadSpec;
import java.util.Locale;
import java.util.Optional;

/**
 * A value of {@code --area}: the kind of memory that the level is of, or so much of another.
 *
 * @param area for the level, or none
 * @param load beside it, or none
 */
record AreaChoice(Optional<Area> area, Optional<LoadSpec> load) {
    private static final String FORMS =
            "; write native, direct, heap=70%, churn=50MiB/s, metaspace=64MiB or threads=200";

    static AreaChoice parse(String text) {
        String[] parts = text.strip().split("=", 2);
        String name = parts[0].toLowerCase(Locale.ROOT);
        for (Area area : Area.values()) {
            if (name(area).equals(name)) {
                checkBare(parts);
                return new AreaChoice(Optional.of(area), Optional.empty());
            }
        }
        if (parts.length == 1) {
            throw new IllegalArgumentException("`" + text + "`: how much of it" + FORMS);
        }
        Optional<LoadSpec> load = LoadSpec.parse(name, parts[1]);
        if (load.isEmpty()) {
            throw new IllegalArgumentException("`" + text + "` is no area" + FORMS);
        }
        return new AreaChoice(Optional.empty(), load);
    }

    private static String name(Area area) {
        return area.name().toLowerCase(Locale.ROOT);
    }

    boolean isLoad() {
        return load.isPresent();
    }

    private static void checkBare(String[] parts) {
        if (parts.length > 1) {
            throw new IllegalArgumentException(
                    "how much of "
                            + parts[0]
                            + " memory is said with --level, --add, --reserve or --shape");
        }
    }

    /** As picocli shows it. */
    @Override
    public String toString() {
        return area.map(AreaChoice::name).orElseGet(() -> load.orElseThrow().option());
    }
}
