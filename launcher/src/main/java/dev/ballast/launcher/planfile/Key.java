package dev.ballast.launcher.planfile;

import java.util.Set;
import java.util.function.Consumer;

/**
 * An option, as a key of the file.
 *
 * @param rivals keys that cannot be there beside it
 * @param check throws IllegalArgumentException, saying what is wrong with a value
 */
public record Key(String name, Takes takes, Set<String> rivals, Consumer<String> check) {
    /** What it is followed by. */
    public enum Takes {
        /** True or false. */
        FLAG,
        /** True, false or a value. */
        FLAG_OR_VALUE,
        VALUE,
        /** One value, or a list of them. */
        VALUES
    }

    public Key {
        rivals = Set.copyOf(rivals);
    }
}
