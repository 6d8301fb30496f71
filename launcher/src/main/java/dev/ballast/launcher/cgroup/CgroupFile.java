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
            if (isRemoved() || isThreaded()) {
                return List.of();
            }
            throw new IOException("read `" + path + "`: " + failure.getMessage(), failure);
        }
    }

    /** Then what was opened before answers ENODEV, in words that depend on the locale. */
    private boolean isRemoved() {
        return !Files.isDirectory(path.getParent());
    }

    /** Then its list of processes answers EOPNOTSUPP (cgroup-v2.rst, "Threads"). */
    private boolean isThreaded() throws IOException {
        Path type = path.resolveSibling("cgroup.type");
        return Files.exists(type) && Files.readString(type).strip().equals("threaded");
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
