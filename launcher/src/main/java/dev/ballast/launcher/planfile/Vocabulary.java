package dev.ballast.launcher.planfile;

import java.util.Map;
import java.util.Optional;

/** What a plan may say besides its version and its probes: the options of a command, by name. */
public interface Vocabulary {
    /** The keys of the file itself. */
    Map<String, Key> options();

    /** The keys under {@code target}. */
    Map<String, Key> target();

    /** Why an option does not belong into a file, for one of which that must be said. */
    Optional<String> notInFiles(String key);

    /**
     * @param target what stands under {@code target}
     * @throws IllegalArgumentException when these do not go together
     */
    void checkTarget(Map<String, String> target);
}
