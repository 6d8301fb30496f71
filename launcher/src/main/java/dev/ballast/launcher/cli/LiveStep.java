package dev.ballast.launcher.cli;

import dev.ballast.launcher.cli.StyledLine.Style;
import dev.ballast.launcher.experiment.Level;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.timeline.Event;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A line of the story that stays. */
record LiveStep(Event.Kind kind, String words) {
    LiveStep {
        words = UntrustedText.withoutControls(words);
    }

    /** Where the level is, for a log: {@code hold 1.4 GiB / 1.4 GiB ballast 256.0 MiB ...}. */
    static LiveStep of(Level level) {
        Duration left = level.left().isNegative() ? Duration.ZERO : level.left();
        return new LiveStep(
                Event.Kind.STEP,
                String.format(
                        "%s %s / %s  ballast %s  limit %s%s  %s left",
                        level.isReached() ? "hold" : "grow",
                        level.use(),
                        level.wanted(),
                        level.ballast(),
                        level.limit(),
                        level.loads().stream()
                                .map(load -> "  " + load)
                                .collect(Collectors.joining()),
                        Durations.words(Duration.ofSeconds(left.plusMillis(999).toSeconds()))));
    }

    String text(boolean isColoured) {
        return isColoured ? style().around(words) : words;
    }

    private Style style() {
        return switch (kind) {
            case PROBE_FAILED, KILL, STALL -> Style.BAD;
            case PROBE_PASSED, REACHED -> Style.GOOD;
            default -> Style.PLAIN;
        };
    }

    static String lines(List<String> texts) {
        StringBuilder all = new StringBuilder();
        texts.forEach(text -> all.append(text).append(System.lineSeparator()));
        return all.toString();
    }
}
