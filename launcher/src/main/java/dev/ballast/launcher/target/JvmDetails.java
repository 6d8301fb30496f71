package dev.ballast.launcher.target;

import dev.ballast.launcher.quantity.ByteSize;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM tells of itself, as far as it can be read without asking it. All of it is the
 * target's: never trust it.
 *
 * @param version {@code 17.0.15}
 * @param vendor of the JVM
 * @param main the main class, {@code module/class}, or the path of the jar
 * @param arguments of the application
 * @param heapUsed as it last published it: by most collectors at the last collection
 * @param heapMax what the heap may grow to
 */
public record JvmDetails(
        Optional<String> version,
        Optional<String> vendor,
        Optional<String> main,
        Optional<String> arguments,
        Optional<ByteSize> heapUsed,
        Optional<ByteSize> heapMax) {
    private static final Pattern FEATURE = Pattern.compile("(?:1\\.)?(\\d{1,4})");

    /** Whether {@code name} is its main class, with or without package, or its jar. */
    public boolean isRunning(String name) {
        return main.filter(
                        full ->
                                full.equals(name)
                                        || full.endsWith("/" + name)
                                        || !full.endsWith(".jar") && full.endsWith("." + name))
                .isPresent();
    }

    /** {@code 8} of {@code 1.8.0_442}, {@code 21} of {@code 21.0.3}. */
    public OptionalInt major() {
        return major(version.orElse(""));
    }

    static OptionalInt major(String version) {
        Matcher number = FEATURE.matcher(version);
        return number.lookingAt()
                ? OptionalInt.of(Integer.parseInt(number.group(1)))
                : OptionalInt.empty();
    }
}
