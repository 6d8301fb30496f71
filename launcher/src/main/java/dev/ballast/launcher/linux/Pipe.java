package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A pipe that a child writes into and the launcher reads from without ever waiting. Not {@link
 * Process}'s own: the JVM reads that to its end once the child has ended, into memory, and a
 * grandchild that writes on never lets it end.
 */
public final class Pipe implements AutoCloseable {
    private static final long O_CLOEXEC = 02000000;
    private static final long O_NONBLOCK = 04000;

    private final Descriptor readEnd;
    private final Descriptor writeEnd;
    private boolean isAtEnd;

    private Pipe(Descriptor readEnd, Descriptor writeEnd) {
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    public static Pipe open() throws IOException {
        try (Memory ends = new Memory(2L * Integer.BYTES)) {
            Libc.call(SystemCall.PIPE2, "pipe", Pointer.nativeValue(ends), O_CLOEXEC | O_NONBLOCK);
            return new Pipe(
                    new Descriptor(ends.getInt(0), "pipe"),
                    new Descriptor(ends.getInt(Integer.BYTES), "pipe"));
        }
    }

    /** Opened by this, the end to write into is one that waits for room, as programs expect. */
    public Path writePath() {
        return writeEnd.reopenPath();
    }

    /** So that the end is seen once nobody else can write any more. */
    public void closeWriteEnd() {
        writeEnd.close();
    }

    int readNumber() throws IOException {
        return readEnd.openNumber();
    }

    /** Whether all of it has been read, and nobody can write any more. */
    public boolean isAtEnd() {
        return isAtEnd;
    }

    /**
     * What is there now.
     *
     * @return how many bytes; 0 when there are none now, and at the end
     */
    public int read(byte[] into) throws IOException {
        if (isAtEnd) {
            return 0;
        }
        try (Memory buffer = new Memory(into.length)) {
            int count =
                    (int)
                            Libc.call(
                                    SystemCall.READ,
                                    "pipe",
                                    readEnd.openNumber(),
                                    Pointer.nativeValue(buffer),
                                    into.length);
            buffer.read(0, into, 0, count);
            isAtEnd = count == 0;
            return count;
        } catch (Errno failure) {
            if (failure.is(Errno.EAGAIN) || failure.is(Errno.EINTR)) {
                return 0;
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        writeEnd.close();
        readEnd.close();
    }
}
