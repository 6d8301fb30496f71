package dev.ballast.launcher.cgroup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file of a cgroup that is kept open, for numbers that are read thousands of times a second:
 * each reading is one system call and leaves nothing for the collector.
 */
final class OpenFile implements AutoCloseable {
    /** A memory.stat has 1.5 to 2 KiB on v1 and v2 of Linux 6.18. */
    private static final int FIRST_BYTES = 16 << 10;

    private final Path path;
    private final FileChannel channel;
    private ByteBuffer text = ByteBuffer.allocateDirect(FIRST_BYTES);

    private OpenFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static OpenFile open(Path folder, String name) throws IOException {
        Path path = folder.resolve(name);
        try {
            return new OpenFile(path, FileChannel.open(path, StandardOpenOption.READ));
        } catch (NoSuchFileException absent) {
            String what =
                    Files.isDirectory(folder)
                            ? "there is no such file in this cgroup"
                            : "the cgroup has been removed";
            throw new IOException("read `" + path + "`: " + what, absent);
        } catch (IOException failure) {
            throw new IOException("read `" + path + "`: " + failure.getMessage(), failure);
        }
    }

    /** Reads all of it anew. */
    OpenFile read() throws IOException {
        try {
            text.clear();
            while (channel.read(text, 0) == text.capacity()) {
                text = ByteBuffer.allocateDirect(2 * text.capacity());
            }
            text.flip();
            return this;
        } catch (IOException failure) {
            // ENODEV then, in words that depend on the locale.
            boolean isRemoved = !Files.isDirectory(path.getParent());
            String words = isRemoved ? "the cgroup has been removed" : failure.getMessage();
            throw new IOException("read `" + path + "`: " + words, failure);
        }
    }

    /** All of it, if it is a number. */
    long number() throws IOException {
        return number(0);
    }

    /** Whether this word is all of it. */
    boolean is(String word) {
        int length = word.length();
        return length < text.limit() && text.get(length) == '\n' && hasAt(0, word);
    }

    private String text() {
        return StandardCharsets.US_ASCII.decode(text.duplicate()).toString().strip();
    }

    /** The number in the line that begins with {@code field} and a space. */
    long field(String field) throws IOException {
        for (int line = 0; line < text.limit(); line = nextLine(line)) {
            if (startsWith(line, field)) {
                return number(line + field.length() + 1);
            }
        }
        throw new IOException("read `" + path + "`: there is no field " + field);
    }

    private int nextLine(int at) {
        while (at < text.limit() && text.get(at) != '\n') {
            at++;
        }
        return at + 1;
    }

    private boolean startsWith(int line, String field) {
        int end = line + field.length();
        return end < text.limit() && text.get(end) == ' ' && hasAt(line, field);
    }

    private boolean hasAt(int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (text.get(from + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private long number(int from) throws IOException {
        long number = 0;
        int at = from;
        while (at < text.limit() && text.get(at) >= '0' && text.get(at) <= '9') {
            int digit = text.get(at) - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                throw notANumber(from);
            }
            number = 10 * number + digit;
            at++;
        }
        if (at == from || at < text.limit() && text.get(at) != '\n') {
            throw notANumber(from);
        }
        return number;
    }

    private IOException notANumber(int from) {
        String rest = text().substring(Math.min(from, text().length()));
        String said = rest.lines().findFirst().orElse("");
        return new IOException("read `" + path + "`: `" + said + "` is not a number");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
