package dev.ballast.launcher.runs;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a run is, in its journal for others to look at.
 *
 * @param level none before the agent is loaded, and in a guard
 * @param left until the end of the hold, or of the timeout while growing; none when there is no end
 * @param at when it was so
 */
public record RunState(Phase phase, Optional<Level> level, Optional<Duration> left, Instant at) {
    /** What the run is doing. */
    public enum Phase {
        START,
        GROW,
        HOLD,
        PROTECT,
        RELEASE
    }

    /**
     * Under the limit that binds the target.
     *
     * @param use what cannot be reclaimed
     * @param wanted use that the goal means
     * @param held by ballast
     */
    public record Level(ByteSize use, ByteSize wanted, ByteSize limit, ByteSize held) {}

    /** What this journal's run has written; none before its first second or so. */
    static Optional<RunState> in(Journal journal) throws IOException {
        Optional<String> text = journal.read(Journal.STATE);
        try {
            return text.map(RunState::parse);
        } catch (IllegalArgumentException | ArithmeticException unexpected) {
            throw new IOException(
                    "`" + journal.file(Journal.STATE) + "` is damaged: " + unexpected.getMessage(),
                    unexpected);
        }
    }

    /** The same moment, in another phase. */
    RunState in(Phase other) {
        return new RunState(other, level, Optional.empty(), Instant.now());
    }

    /**
     * Sizes in bytes, times in milliseconds. For example:
     *
     * <pre>
     * phase HOLD
     * at 1764000000123
     * left 8000
     * level 429496730 429496729 536870912 408944640
     * </pre>
     */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("phase ").append(phase).append("\nat ").append(at.toEpochMilli()).append('\n');
        left.ifPresent(time -> text.append("left ").append(time.toMillis()).append('\n'));
        level.ifPresent(
                sizes ->
                        text.append(
                                String.format(
                                        Locale.ROOT,
                                        "level %d %d %d %d\n",
                                        sizes.use().bytes(),
                                        sizes.wanted().bytes(),
                                        sizes.limit().bytes(),
                                        sizes.held().bytes())));
        return text.toString();
    }

    static RunState parse(String text) {
        Lines lines = Lines.parse(text);
        return new RunState(
                Phase.valueOf(lines.text("phase")),
                lines.has("level") ? Optional.of(level(lines.text("level"))) : Optional.empty(),
                lines.has("left")
                        ? Optional.of(Duration.ofMillis(lines.number("left")))
                        : Optional.empty(),
                Instant.ofEpochMilli(lines.number("at")));
    }

    private static Level level(String text) {
        String[] sizes = text.split(" ");
        if (sizes.length != 4) {
            throw new IllegalArgumentException("a level is four sizes, not `" + text + "`");
        }
        return new Level(size(sizes[0]), size(sizes[1]), size(sizes[2]), size(sizes[3]));
    }

    private static ByteSize size(String bytes) {
        return new ByteSize(Long.parseLong(bytes));
    }
}
