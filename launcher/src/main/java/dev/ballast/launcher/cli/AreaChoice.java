package dev.ballast.launcher.cli;

import dev.ballast.agent.page.LoadKind;
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
        String name = parts[0].toUpperCase(Locale.ROOT);
        for (Area area : Area.values()) {
            if (area.name().equals(name)) {
                checkBare(parts);
                return new AreaChoice(Optional.of(area), Optional.empty());
            }
        }
        for (LoadKind kind : LoadKind.values()) {
            if (kind.name().equals(name)) {
                return new AreaChoice(Optional.empty(), Optional.of(load(kind, parts)));
            }
        }
        throw new IllegalArgumentException("`" + text + "` is no area" + FORMS);
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

    private static LoadSpec load(LoadKind kind, String[] parts) {
        if (parts.length == 1) {
            throw new IllegalArgumentException("`" + parts[0] + "`: how much?" + FORMS);
        }
        return LoadSpec.parse(kind, parts[1]);
    }

    /** As picocli shows it. */
    @Override
    public String toString() {
        return area.map(found -> found.name().toLowerCase(Locale.ROOT))
                .orElseGet(() -> load.orElseThrow().option());
    }
}
