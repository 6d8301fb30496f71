package dev.ballast.launcher.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A network namespace, held: it stays what it is when the process that it was found by ends. */
public final class NetNamespace implements AutoCloseable {
    private static final long O_CLOEXEC = 02000000;
    private static final long AT_FDCWD = -100;
    private static final long CLONE_NEWNET = 0x40000000;

    private final Descriptor descriptor;
    private final String name;

    private NetNamespace(Descriptor descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    /**
     * Needs what ptrace(2) needs to look at the process: to be its user, or CAP_SYS_PTRACE.
     *
     * @param link {@code /proc/<pid>/ns/net}
     */
    public static NetNamespace open(Path link) throws IOException {
        String name = link.toString();
        long fd =
                Libc.callWithPath(
                        SystemCall.OPENAT, name, p -> new long[] {AT_FDCWD, p, O_CLOEXEC, 0});
        return new NetNamespace(new Descriptor(fd, name), name);
    }

    /** For example {@code net:[4026531840]}. */
    public String identity() throws IOException {
        return Files.readSymbolicLink(descriptor.reopenPath()).toString();
    }

    /**
     * Puts the calling thread into it, for good: sockets that this thread creates are in there, as
     * are threads that it starts. Needs CAP_SYS_ADMIN, in the user namespace that owns it, too.
     */
    public void enter() throws IOException {
        Libc.call(SystemCall.SETNS, name, descriptor.openNumber(), CLONE_NEWNET);
    }

    /** Fails as {@link #enter} would: a thread of its own tries it, and ends. */
    public void checkEnterable() throws IOException {
        OwnThread.run(
                "ballast-net",
                () -> {
                    enter();
                    return null;
                });
    }

    /** The path by which this process can open it again. */
    public Path reopenPath() {
        return descriptor.reopenPath();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
