package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * A file without a name. Its pages count against the memory cgroup of the process that writes or
 * reads them first, whoever holds the file; the kernel frees them when the last descriptor goes.
 */
public final class UnnamedFile implements AutoCloseable {
    private static final long MFD_CLOEXEC = 1;
    private static final long SEEK_END = 2;

    private static final long PROT_READ = 1;
    private static final long MAP_SHARED = 1;

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
        return call(SystemCall.LSEEK, number(), 0, SEEK_END);
    }

    /**
     * Makes it so long. Beyond its old end it has a hole; what is cut off is freed at once,
     * whatever state the processes of its cgroup are in.
     */
    public void truncate(long bytes) throws IOException {
        call(SystemCall.FTRUNCATE, number(), bytes);
    }

    /** Which of its pages are in the page cache now (mincore). */
    public BitSet cachedPages() throws IOException {
        long bytes = sizeBytes();
        int count = (int) ((bytes + PageSize.bytes() - 1) / PageSize.bytes());
        BitSet cached = new BitSet(count);
        if (count == 0) {
            return cached;
        }
        // By hand: what Java maps stays mapped until a collection, and a launcher collects rarely.
        long address = call(SystemCall.MMAP, 0, bytes, PROT_READ, MAP_SHARED, number(), 0);
        try (Memory pages = new Memory(count)) {
            call(SystemCall.MINCORE, address, bytes, Pointer.nativeValue(pages));
            byte[] flags = pages.getByteArray(0, count);
            for (int i = 0; i < count; i++) {
                cached.set(i, (flags[i] & 1) != 0);
            }
            return cached;
        } finally {
            call(SystemCall.MUNMAP, address, bytes);
        }
    }

    private static long call(SystemCall call, long... arguments) throws IOException {
        return Libc.call(call, "unnamed file", arguments);
    }

    private int number() throws IOException {
        return descriptor.openNumber();
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
