package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;

/** A UTS namespace: the host name that the processes of a container see. */
public final class UtsNamespace {
    private static final long O_CLOEXEC = 02000000;
    private static final long AT_FDCWD = -100;
    private static final long CLONE_NEWUTS = 0x04000000;

    /** struct new_utsname: six texts of 65 bytes; the second is the host name. */
    private static final int FIELD_BYTES = 65;

    private UtsNamespace() {}

    /**
     * The host name in the namespace. A thread of its own enters it, asks and ends: no other thread
     * is in it, and a UTS namespace holds nothing but names. Needs CAP_SYS_ADMIN.
     *
     * @param link {@code /proc/<pid>/ns/uts}
     */
    public static String hostName(Path link) throws IOException {
        return OwnThread.run("ballast-uts", () -> enterAndAsk(link));
    }

    private static String enterAndAsk(Path link) throws IOException {
        String name = link.toString();
        long fd =
                Libc.callWithPath(
                        SystemCall.OPENAT, name, p -> new long[] {AT_FDCWD, p, O_CLOEXEC, 0});
        try (Descriptor namespace = new Descriptor(fd, name);
                Memory names = new Memory(6L * FIELD_BYTES)) {
            Libc.call(SystemCall.SETNS, name, namespace.number(), CLONE_NEWUTS);
            Libc.call(SystemCall.UNAME, name, Pointer.nativeValue(names));
            return Native.toString(names.getByteArray(FIELD_BYTES, FIELD_BYTES));
        }
    }
}
