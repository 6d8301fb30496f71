package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file descriptor of the launcher, closed with it. Every one is close-on-exec, so no helper
 * process inherits it.
 */
public final class Descriptor implements AutoCloseable {
    private static final int AT_FDCWD = -100;
    private static final long O_RDWR = 2;
    private static final long O_CREAT = 0100;
    private static final long O_EXCL = 0200;
    private static final long O_CLOEXEC = 02000000;
    private static final long O_PATH = 010000000;
    private static final boolean IS_AARCH64 = "aarch64".equals(System.getProperty("os.arch"));
    // The two flags that differ between x86 and aarch64.
    private static final long O_DIRECTORY = IS_AARCH64 ? 040000 : 0200000;
    private static final long O_NOFOLLOW = IS_AARCH64 ? 0100000 : 0400000;

    private static final long O_TMPFILE = 020000000 | O_DIRECTORY;

    private static final long RESOLVE_NO_MAGICLINKS = 0x02;
    private static final long RESOLVE_NO_SYMLINKS = 0x04;
    private static final long RESOLVE_BENEATH = 0x08;
    private static final long RESOLVE_IN_ROOT = 0x10;

    private static final long AT_EMPTY_PATH = 0x1000;
    private static final long AT_EACCESS = 0x200;
    private static final long AT_REMOVEDIR = 0x200;
    private static final long W_OK = 2;

    private final int number;
    private final String name;
    private final AtomicBoolean closed = new AtomicBoolean();

    Descriptor(long number, String name) {
        this.number = (int) number;
        this.name = name;
    }

    int number() {
        return number;
    }

    /**
     * The number of one that may have been closed by another thread: it would then be another
     * file's.
     */
    int openNumber() throws IOException {
        if (closed.get()) {
            throw new IOException(name + " is closed");
        }
        return number;
    }

    /**
     * A handle on the folder at {@code path}, through which nothing can be read or written. For
     * paths that the host controls and for {@code /proc/<pid>/root} itself.
     */
    public static Descriptor ofFolder(Path path) throws IOException {
        long fd =
                Libc.callWithPath(
                        SystemCall.OPENAT,
                        path.toString(),
                        p -> new long[] {AT_FDCWD, p, O_PATH | O_DIRECTORY | O_CLOEXEC, 0});
        return new Descriptor(fd, path.toString());
    }

    /**
     * A handle on the file that {@code path} leads to, which is not opened: for a link of {@code
     * /proc/<pid>/fd}, which leads to that very file.
     */
    public static Descriptor ofFile(Path path) throws IOException {
        long fd =
                Libc.callWithPath(
                        SystemCall.OPENAT,
                        path.toString(),
                        p -> new long[] {AT_FDCWD, p, O_PATH | O_CLOEXEC, 0});
        return new Descriptor(fd, path.toString());
    }

    /** A new file on the file system of this folder, which has no name there. */
    static Descriptor ofUnnamedFile(Path folder) throws IOException {
        long fd =
                Libc.callWithPath(
                        SystemCall.OPENAT,
                        folder.toString(),
                        p -> new long[] {AT_FDCWD, p, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600});
        return new Descriptor(fd, "unnamed file in " + folder);
    }

    /**
     * A handle on the folder at {@code path} inside this folder taken as a root: symbolic links are
     * followed as a process with that root would follow them, and never out of it. openat2 is in
     * Linux 5.6.
     */
    public Descriptor folderInRoot(String path) throws IOException {
        return open(path, O_PATH | O_DIRECTORY, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
    }

    /**
     * A handle on whatever is at {@code path} inside this folder taken as a root, as {@link
     * #folderInRoot} finds folders. It opens nothing: a device or a fifo is not touched.
     */
    public Descriptor entryInRoot(String path) throws IOException {
        return open(path, O_PATH, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
    }

    /** As {@link #entryInRoot}, but any symbolic link on the way is an error. */
    public Descriptor entryBelow(String path) throws IOException {
        return open(path, O_PATH, 0, strict());
    }

    /** A handle on the folder with this name in this folder; a symbolic link is an error. */
    public Descriptor folder(String fileName) throws IOException {
        return open(fileName, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0, strict());
    }

    /** A handle on whatever has this name in this folder, a symbolic link itself included. */
    public Descriptor entry(String fileName) throws IOException {
        return open(fileName, O_PATH | O_NOFOLLOW, 0, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
    }

    /** Creates a file for reading and writing; one that exists, a link included, is an error. */
    public Descriptor createFile(String fileName, int mode) throws IOException {
        return open(fileName, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode, strict());
    }

    /** Creates a folder of this name. */
    public void createFolder(String fileName, int mode) throws IOException {
        Libc.callWithPath(SystemCall.MKDIRAT, fileName, p -> new long[] {number, p, mode});
    }

    public void removeFile(String fileName) throws IOException {
        Libc.callWithPath(SystemCall.UNLINKAT, fileName, p -> new long[] {number, p, 0});
    }

    public void removeFolder(String fileName) throws IOException {
        Libc.callWithPath(SystemCall.UNLINKAT, fileName, p -> new long[] {number, p, AT_REMOVEDIR});
    }

    /**
     * Whether the calling thread's effective user may create files here. faccessat2 is in Linux
     * 5.8.
     */
    public void checkWritable() throws IOException {
        Libc.callWithPath(
                SystemCall.FACCESSAT2,
                reopenPath().toString(),
                p -> new long[] {AT_FDCWD, p, W_OK, AT_EACCESS});
    }

    /** What this is: type, owner, permissions. */
    public FileStatus status() throws IOException {
        try (Memory buffer = new Memory(FileStatus.STATX_BYTES)) {
            buffer.clear();
            Libc.callWithPath(
                    SystemCall.STATX,
                    "",
                    p ->
                            new long[] {
                                number,
                                p,
                                AT_EMPTY_PATH,
                                FileStatus.STATX_BASIC_STATS,
                                Pointer.nativeValue(buffer)
                            });
            return FileStatus.of(buffer);
        }
    }

    /**
     * What is in the regular file that this is a handle on.
     *
     * @param limitBytes a file that is longer is an error, as is what is no regular file
     */
    public byte[] content(int limitBytes) throws IOException {
        FileStatus status = status();
        if (!status.isRegularFile() || status.sizeBytes() > limitBytes) {
            throw new IOException(
                    name
                            + " is "
                            + (status.isRegularFile()
                                    ? "longer than " + limitBytes + " bytes"
                                    : "no regular file"));
        }
        try (InputStream file = Files.newInputStream(reopenPath())) {
            return file.readNBytes(limitBytes);
        }
    }

    /** Writes all of it, or fails. */
    public void write(byte[] bytes) throws IOException {
        try (Memory buffer = new Memory(Math.max(1, bytes.length))) {
            buffer.write(0, bytes, 0, bytes.length);
            long done = 0;
            while (done < bytes.length) {
                done +=
                        Libc.call(
                                SystemCall.WRITE,
                                name,
                                number,
                                Pointer.nativeValue(buffer) + done,
                                bytes.length - done);
            }
            Reference.reachabilityFence(buffer);
        }
    }

    /**
     * The path by which this process can open the same file again, whatever has become of its name.
     * It leads to the file itself, not through any folder of the target.
     */
    public Path reopenPath() {
        return Path.of("/proc/self/fd/" + number);
    }

    private Descriptor open(String path, long flags, long mode, long resolve) throws IOException {
        // struct open_how { u64 flags, mode, resolve; }
        try (Memory how = new Memory(24)) {
            how.setLong(0, flags | O_CLOEXEC);
            how.setLong(8, mode);
            how.setLong(16, resolve);
            long fd =
                    Libc.callWithPath(
                            SystemCall.OPENAT2,
                            path,
                            p -> new long[] {number, p, Pointer.nativeValue(how), how.size()});
            return new Descriptor(fd, path);
        }
    }

    private static long strict() {
        return RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                Libc.call(SystemCall.CLOSE, name, number);
            } catch (Errno harmless) {
                // Linux has released the descriptor whatever close() reports.
                return;
            }
        }
    }
}
