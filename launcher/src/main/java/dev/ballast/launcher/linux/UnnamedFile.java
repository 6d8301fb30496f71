package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file without a name. Its pages count against the memory cgroup of the process that writes or
 * reads them first, whoever holds the file; the kernel frees them when the last descriptor goes.
 */
public final class UnnamedFile implements AutoCloseable {
    private static final long MFD_CLOEXEC = 1;
    private static final long SEEK_END = 2;

    /** No mapping is longer: Java counts its bytes by an int. */
    private static final long SLICE_BYTES = 1L << 30;

    private final Descriptor descriptor;

    private UnnamedFile(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * An empty one in memory (memfd_create, Linux 3.17).
     *
     * @param name shown in {@code /proc/<pid>/fd} as {@code /memfd:name}
     */
    public static UnnamedFile inMemory(String name) throws IOException {
        long fd =
                Libc.callWithPath(SystemCall.MEMFD_CREATE, name, p -> new long[] {p, MFD_CLOEXEC});
        return new UnnamedFile(new Descriptor(fd, name));
    }

    /** An empty one on the file system of this folder (O_TMPFILE, Linux 3.11). */
    public static UnnamedFile in(Path folder) throws IOException {
        return new UnnamedFile(Descriptor.ofUnnamedFile(folder));
    }

    public long sizeBytes() throws IOException {
        return Libc.call(SystemCall.LSEEK, "unnamed file", descriptor.openNumber(), 0, SEEK_END);
    }

    /**
     * Makes it so long. Beyond its old end it has a hole; what is cut off is freed at once,
     * whatever state the processes of its cgroup are in.
     */
    public void truncate(long bytes) throws IOException {
        Libc.call(SystemCall.FTRUNCATE, "unnamed file", descriptor.openNumber(), bytes);
    }

    /** How much of it is in the page cache now (mincore). */
    public long cachedBytes() throws IOException {
        long pages = 0;
        try (FileChannel file = FileChannel.open(reopenPath(), StandardOpenOption.READ)) {
            for (long at = 0, end = file.size(); at < end; at += SLICE_BYTES) {
                pages += cachedPages(file, at, Math.min(SLICE_BYTES, end - at));
            }
        }
        return pages * PageSize.bytes();
    }

    private static long cachedPages(FileChannel file, long at, long bytes) throws IOException {
        MappedByteBuffer slice = file.map(FileChannel.MapMode.READ_ONLY, at, bytes);
        int count = (int) ((bytes + PageSize.bytes() - 1) / PageSize.bytes());
        try (Memory pages = new Memory(count)) {
            Libc.call(
                    SystemCall.MINCORE,
                    "unnamed file",
                    Pointer.nativeValue(Native.getDirectBufferPointer(slice)),
                    bytes,
                    Pointer.nativeValue(pages));
            long cached = 0;
            for (byte page : pages.getByteArray(0, count)) {
                cached += page & 1;
            }
            return cached;
        }
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
