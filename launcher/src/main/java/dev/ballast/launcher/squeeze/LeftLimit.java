package dev.ballast.launcher.squeeze;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.restore.Restorer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The memory.high that a dead launcher has left in its journal.
 *
 * @param file of the cgroup
 */
public record LeftLimit(Path file) {
    /** What this journal lists, if it lists one. */
    public static Optional<LeftLimit> in(Journal journal) throws IOException {
        return LimitJournal.file(journal).map(LeftLimit::new);
    }

    /**
     * Gives it back where it still is the run's, and leaves alone what somebody else has set. Also
     * right while the dead launcher's own restorer is at work: both write the same.
     *
     * @return what came of it
     * @throws IOException when it still is the run's, and the entry was kept
     */
    public String restore(Journal journal, Duration lease) throws IOException {
        try (Restorer restorer = Restorer.start(Squeeze.SCRIPT, journal, lease)) {
            if (!restorer.restore()) {
                throw new IOException("`" + file + "` could not be restored");
            }
            return switch (restorer.lastWords()) {
                case "kept" -> "left " + name() + " alone, which somebody else has set since,";
                case "gone" -> "found no " + name() + " any more, which is removed,";
                default -> "restored " + name();
            };
        }
    }

    /** For people: {@code memory.high of /sys/fs/cgroup/docker/4bd0}. */
    public String name() {
        return MemoryCgroup.THROTTLE
                + " of "
                + UntrustedText.printable(file.getParent().toString());
    }
}
