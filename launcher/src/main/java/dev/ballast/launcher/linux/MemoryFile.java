package dev.ballast.launcher.linux;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file without a name, in memory. Its pages count against the memory cgroup of the process that
 * writes them first, whoever holds the file; the kernel frees them when the last descriptor goes.
 * memfd_create is in Linux 3.17.
 */
public final class MemoryFile implements AutoCloseable {
    private static final long MFD_CLOEXEC = 1;
    private static final long SEEK_END = 2;

    private final Descriptor descriptor;

    private MemoryFile(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * An empty one.
     *
     * @param name shown in {@code /proc/<pid>/fd} as {@code /memfd:name}
     */
    public static MemoryFile create(String name) throws IOException {
        long fd =
                Libc.callWithPath(SystemCall.MEMFD_CREATE, name, p -> new long[] {p, MFD_CLOEXEC});
        return new MemoryFile(new Descriptor(fd, name));
    }

    public long sizeBytes() throws IOException {
        return Libc.call(SystemCall.LSEEK, "memory file", descriptor.openNumber(), 0, SEEK_END);
    }

    /** Frees everything from there on, whatever state the processes of its cgroup are in. */
    public void truncate(long bytes) throws IOException {
        Libc.call(SystemCall.FTRUNCATE, "memory file", descriptor.openNumber(), bytes);
    }

    /** The path by which this process, and nobody without its rights, can open it again. */
    public Path reopenPath() {
        return descriptor.reopenPath();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
