package dev.ballast.launcher.runs;

import dev.ballast.launcher.target.Refusal;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** What is added to a log file from now on, line by line. */
final class LogTail {
    private static final int LONGEST_READ_BYTES = 1 << 20;

    private final Path file;
    private long offset;

    private LogTail(Path file, long offset) {
        this.file = file;
        this.offset = offset;
    }

    /**
     * @throws Refusal when the log could not be written: it is no file of its own, or may not be
     */
    static LogTail of(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        boolean isThere = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        boolean isWritable =
                isThere
                        ? Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                                && Files.isWritable(file)
                        : parent != null && Files.isWritable(parent);
        if (!isWritable) {
            throw new Refusal(
                    "--log: `"
                            + file
                            + "` cannot be written (or is a link, or no file); name another one."
                            + " Nothing was touched");
        }
        return new LogTail(file, isThere ? Files.size(file) : 0);
    }

    /** The whole lines that were added since the last call. */
    List<String> added() throws IOException {
        return lines(false);
    }

    /** All that was added since the last call. */
    List<String> rest() throws IOException {
        return lines(true);
    }

    private List<String> lines(boolean isPartTaken) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long length = Math.min(log.length() - offset, LONGEST_READ_BYTES);
            if (length <= 0) {
                return List.of();
            }
            byte[] bytes = new byte[(int) length];
            log.seek(offset);
            log.readFully(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = isPartTaken ? bytes.length : text.lastIndexOf('\n') + 1;
            offset += end;
            return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
        } catch (FileNotFoundException removed) {
            return List.of(); // by somebody; the run goes on without
        }
    }
}
