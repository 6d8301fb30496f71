package dev.ballast.launcher.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One file of a cgroup folder. */
record CgroupFile(Path path) {
    static CgroupFile in(Path folder, String name) {
        return new CgroupFile(folder.resolve(name));
    }

    /** The text, or none when the cgroup has no such file. */
    Optional<String> text() throws IOException {
        try {
            return Optional.of(
                    new String(Files.readAllBytes(path), StandardCharsets.US_ASCII).strip());
        } catch (NoSuchFileException absent) {
            if (!Files.isDirectory(path.getParent())) {
                throw new IOException("read `" + path + "`: the cgroup has been removed", absent);
            }
            return Optional.empty();
        } catch (IOException failure) {
            throw new IOException("read `" + path + "`: " + failure.getMessage(), failure);
        }
    }

    /**
     * The lines; none when the group has been removed, or is a threaded one, whose processes the
     * group above lists.
     */
    List<String> linesIfThere() throws IOException {
        try {
            return Files.readAllLines(path);
        } catch (NoSuchFileException removed) {
            return List.of();
        } catch (IOException failure) {
            // ENODEV: removed after it was opened. EOPNOTSUPP: threaded (cgroup-v2.rst, "Threads").
            String reason = String.valueOf(failure.getMessage());
            if (reason.contains("No such device") || reason.contains("not supported")) {
                return List.of();
            }
            throw new IOException("read `" + path + "`: " + reason, failure);
        }
    }

    long number() throws IOException {
        return number(required());
    }

    String required() throws IOException {
        return text().orElseThrow(
                        () ->
                                new IOException(
                                        "read `"
                                                + path
                                                + "`: there is no such file in this cgroup"));
    }

    long number(String text) throws IOException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException unexpected) {
            throw new IOException(
                    "read `" + path + "`: `" + text + "` is not a number", unexpected);
        }
    }
}
