package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/** The three functions of libc that are needed, and raw system calls on top of one of them. */
final class Libc {
    static {
        Native.register(Libc.class, NativeLibrary.getInstance("c"));
    }

    private Libc() {}

    /**
     * Declared with all six arguments: variadic and fixed integers travel alike on both
     * architectures.
     */
    private static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    static native int getpagesize();

    static native String strerror(int errno);

    /** The call's result; {@code subject} names what it is about in the error. */
    static long call(SystemCall call, String subject, long... arguments) throws Errno {
        long[] a = java.util.Arrays.copyOf(arguments, 6);
        long result = syscall(call.number(), a[0], a[1], a[2], a[3], a[4], a[5]);
        if (result == -1) {
            throw new Errno(
                    call.name().toLowerCase(java.util.Locale.ROOT), subject, Native.getLastError());
        }
        return result;
    }

    /** A call with a path as one argument, whose address is given to {@code arguments}. */
    static long callWithPath(SystemCall call, String path, PathArguments arguments)
            throws IOException {
        Memory text = text(path);
        try {
            return call(call, path, arguments.of(Pointer.nativeValue(text)));
        } finally {
            Reference.reachabilityFence(text);
        }
    }

    interface PathArguments {
        long[] of(long path);
    }

    private static Memory text(String path) throws IOException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            if (b == 0) {
                throw new IOException("a path must not contain a zero byte");
            }
        }
        Memory text = new Memory(bytes.length + 1L);
        text.write(0, bytes, 0, bytes.length);
        text.setByte(bytes.length, (byte) 0);
        return text;
    }
}
