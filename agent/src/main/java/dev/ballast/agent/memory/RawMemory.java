package dev.ballast.agent.memory;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/** The JVM's {@code Unsafe}, as far as ballast needs it. */
final class RawMemory {
    private final long pageBytes;
    private final MethodHandle allocate;
    private final MethodHandle reallocate;
    private final MethodHandle free;
    private final MethodHandle putByte;
    private final MethodHandle unmap;

    RawMemory(JdkInternals internals) throws ReflectiveOperationException {
        Object unsafe = internals.unsafe();
        Class<?> type = unsafe.getClass();
        allocate = JdkInternals.handle(type, "allocateMemory", long.class).bindTo(unsafe);
        reallocate =
                JdkInternals.handle(type, "reallocateMemory", long.class, long.class)
                        .bindTo(unsafe);
        free = JdkInternals.handle(type, "freeMemory", long.class).bindTo(unsafe);
        putByte = JdkInternals.handle(type, "putByte", long.class, byte.class).bindTo(unsafe);
        unmap = internals.unmapper(unsafe);
        pageBytes = ((Integer) type.getMethod("pageSize").invoke(unsafe)).longValue();
    }

    long pageBytes() {
        return pageBytes;
    }

    /**
     * Address of a new block, as malloc gives it: nothing of it is resident yet when it is large.
     */
    long allocate(long bytes) {
        try {
            return (long) allocate.invokeExact(bytes);
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    /**
     * Grows or shrinks a block, which may move; a block that is a mapping of its own is remapped,
     * not copied.
     */
    long reallocate(long address, long bytes) {
        try {
            return (long) reallocate.invokeExact(address, bytes);
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    void free(long address) {
        try {
            free.invokeExact(address);
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    /**
     * Writes one byte into each page of {@code [from, to)}; {@code from} is the start of a page.
     */
    void touch(long from, long to) {
        try {
            for (long page = from; page < to; page += pageBytes) {
                putByte.invokeExact(page, (byte) 1);
            }
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    /** Ends a buffer's memory or mapping now; the buffer must not be used again. */
    void unmap(ByteBuffer buffer) {
        try {
            unmap.invokeExact(buffer);
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error) {
            throw (Error) failure;
        }
        return (RuntimeException) failure;
    }
}
