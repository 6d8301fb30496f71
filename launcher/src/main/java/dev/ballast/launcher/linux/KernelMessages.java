package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's log from one moment on, read without ever waiting. Each read of {@code /dev/kmsg}
 * gives one record: {@code 6,970,2118121797,-;text}, the first number being 8 times the facility
 * (0: the kernel itself) plus the level (Documentation/ABI/testing/dev-kmsg).
 */
public final class KernelMessages implements AutoCloseable {
    private static final Path FILE = Path.of("/dev/kmsg");

    private static final long AT_FDCWD = -100;
    private static final long O_NONBLOCK = 04000;
    private static final long O_CLOEXEC = 02000000;
    private static final long SEEK_END = 2;

    /** Twice the longest record that any kernel gives: a smaller buffer is EINVAL. */
    private static final int RECORD_BYTES = 16 << 10;

    /** A log that is written faster than this is read further at the next call. */
    private static final int MOST_AT_ONCE = 5000;

    private final Descriptor descriptor;

    private KernelMessages(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * @throws IOException when this launcher may not read it: with {@code kernel.dmesg_restrict}
     *     that needs CAP_SYSLOG, and most containers do not have the file
     */
    public static KernelMessages fromNow() throws IOException {
        long fd =
                Libc.callWithPath(
                        SystemCall.OPENAT,
                        FILE.toString(),
                        p -> new long[] {AT_FDCWD, p, O_NONBLOCK | O_CLOEXEC, 0});
        Descriptor descriptor = new Descriptor(fd, FILE.toString());
        try {
            Libc.call(SystemCall.LSEEK, FILE.toString(), descriptor.number(), 0, SEEK_END);
            return new KernelMessages(descriptor);
        } catch (Errno failure) {
            descriptor.close();
            throw failure;
        }
    }

    /** The records since the last call, in order; those that were overwritten meanwhile are not. */
    public List<String> unread() throws IOException {
        List<String> records = new ArrayList<>();
        try (Memory buffer = new Memory(RECORD_BYTES)) {
            while (records.size() < MOST_AT_ONCE) {
                long length = next(buffer);
                if (length == 0) {
                    break;
                }
                byte[] text = buffer.getByteArray(0, (int) length);
                records.add(new String(text, StandardCharsets.UTF_8));
            }
        }
        return records;
    }

    /** The length of the next record; 0 when there is none yet. */
    private long next(Memory buffer) throws IOException {
        while (true) {
            try {
                return Libc.call(
                        SystemCall.READ,
                        FILE.toString(),
                        descriptor.number(),
                        Pointer.nativeValue(buffer),
                        buffer.size());
            } catch (Errno failure) {
                if (failure.is(Errno.EAGAIN)) {
                    return 0;
                }
                // EPIPE: overwritten before it was read; the next read goes on behind it.
                if (!failure.is(Errno.EPIPE) && !failure.is(Errno.EINTR)) {
                    throw failure;
                }
            }
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
