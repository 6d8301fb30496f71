package dev.ballast.launcher.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.MappedByteBuffer;

/** Keeps a mapping resident, so that reading it never waits for memory. */
public final class LockedPage {
    private LockedPage() {}

    /** mlock(2); undone by the kernel when the mapping ends. */
    public static void lock(MappedByteBuffer mapping) throws IOException {
        long address = Pointer.nativeValue(Native.getDirectBufferPointer(mapping));
        Libc.call(SystemCall.MLOCK, "control page", address, mapping.capacity());
    }

    /**
     * Loads JNA, which takes a quarter of a second, in the background while arguments are parsed.
     */
    public static void preload() {
        Thread loader = new Thread(() -> Libc.strerror(0), "ballast-jna");
        loader.setDaemon(true);
        loader.start();
    }
}
