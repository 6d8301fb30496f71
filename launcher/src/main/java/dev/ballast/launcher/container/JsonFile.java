package dev.ballast.launcher.container;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON that an engine has written. What is missing or not understood is empty. */
final class JsonFile {
    /** A config.json has some 20 KiB; podman's list has 0.5 KiB for each container. */
    static final int LONGEST_BYTES = 16 << 20;

    private JsonFile() {}

    static Map<?, ?> object(Path file) {
        return read(file) instanceof Map<?, ?> fields ? fields : Map.of();
    }

    static List<?> list(Path file) {
        return read(file) instanceof List<?> entries ? entries : List.of();
    }

    static List<?> list(byte[] text) {
        return parse(new String(text, StandardCharsets.UTF_8)) instanceof List<?> entries
                ? entries
                : List.of();
    }

    /** An object that was written as a text. */
    static Map<?, ?> parsed(String text) {
        return parse(text) instanceof Map<?, ?> fields ? fields : Map.of();
    }

    static Map<?, ?> object(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Map<?, ?> inner ? inner : Map.of();
    }

    static Optional<String> text(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }

    private static Object read(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LONGEST_BYTES
                    ? parse(Files.readString(file))
                    : "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Jackson itself bounds how deep it goes, and how long a name or a text may be. */
    private static Object parse(String text) {
        try {
            return JSON.std.anyFrom(text);
        } catch (IOException notUnderstood) {
            return "";
        }
    }
}
