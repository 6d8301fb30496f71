package dev.ballast.launcher.cli;

import dev.ballast.launcher.report.WholeFile;
import dev.ballast.launcher.target.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * A file that a result is to be written into. That it can be is seen before anything is touched;
 * and it is written whole, under another name first, so that a full disk spoils no file that was
 * there.
 */
final class ResultFile {
    private final String option;
    private final Path file;

    /**
     * @param option that names it
     * @throws Refusal when it could not be written at the end
     */
    ResultFile(String option, Path file) throws Refusal {
        this.option = option;
        this.file = followed(file.toAbsolutePath().normalize());
        if (Files.isDirectory(this.file)) {
            throw refusal("it is a folder", null);
        }
        try {
            if (isPlain()) {
                new WholeFile(this.file).tryOut();
            } else if (!Files.isWritable(this.file)) {
                throw refusal("this user may not write to it", null);
            }
        } catch (Refusal refused) {
            throw refused;
        } catch (IOException failure) {
            throw refusal(
                    "in `" + this.file.getParent() + "`: " + WholeFile.reason(failure), failure);
        }
    }

    /** A link stays one: the file behind it is written. */
    private static Path followed(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException notThere) {
            return file;
        }
    }

    private Refusal refusal(String why, IOException cause) {
        return new Refusal(
                option + ": `" + file + "` cannot be written: " + why + ". Nothing was touched",
                cause);
    }

    /**
     * Whether it is a file like any other, or is to become one; a pipe or a device is written to.
     */
    private boolean isPlain() {
        return !Files.exists(file) || Files.isRegularFile(file);
    }

    /**
     * @throws IOException naming it; what was there is still there
     */
    void write(String text) throws IOException {
        try {
            if (isPlain()) {
                replace(text);
            } else {
                Files.writeString(file, text);
            }
        } catch (IOException failure) {
            throw new IOException(
                    option + ": write `" + file + "`: " + WholeFile.reason(failure), failure);
        }
    }

    /** Whoever may read what is there may read what takes its place. */
    private void replace(String text) throws IOException {
        Optional<Set<PosixFilePermission>> permissions =
                Files.exists(file)
                        ? Optional.of(Files.getPosixFilePermissions(file))
                        : Optional.empty();
        new WholeFile(file).write(text.getBytes(StandardCharsets.UTF_8), permissions);
    }
}
