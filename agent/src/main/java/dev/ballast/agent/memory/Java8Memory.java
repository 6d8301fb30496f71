package dev.ballast.agent.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;

/**
 * On 8: {@code sun.misc.Unsafe} by method handles. Linked like any other class it would make the
 * agent depend on the module {@code jdk.unsupported} of later versions.
 */
final class Java8Memory implements RawMemory {
    private final long pageBytes;
    private final long maxDirectBytes;
    private final MethodHandle allocate;
    private final MethodHandle reallocate;
    private final MethodHandle free;
    private final MethodHandle putByte;
    private final MethodHandle cleaner;

    Java8Memory() throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        allocate = find(lookup, type, "allocateMemory", long.class, long.class).bindTo(unsafe);
        reallocate =
                find(lookup, type, "reallocateMemory", long.class, long.class, long.class)
                        .bindTo(unsafe);
        free = find(lookup, type, "freeMemory", void.class, long.class).bindTo(unsafe);
        putByte = find(lookup, type, "putByte", void.class, long.class, byte.class).bindTo(unsafe);
        Class<?> cleanerType = Class.forName("sun.misc.Cleaner");
        cleaner =
                MethodHandles.filterReturnValue(
                                find(
                                        lookup,
                                        Class.forName("sun.nio.ch.DirectBuffer"),
                                        "cleaner",
                                        cleanerType),
                                find(lookup, cleanerType, "clean", void.class))
                        .asType(MethodType.methodType(void.class, ByteBuffer.class));
        pageBytes = ((Integer) type.getMethod("pageSize").invoke(unsafe)).longValue();
        maxDirectBytes =
                (Long) Class.forName("sun.misc.VM").getMethod("maxDirectMemory").invoke(null);
    }

    private static MethodHandle find(
            MethodHandles.Lookup lookup,
            Class<?> owner,
            String name,
            Class<?> result,
            Class<?>... of)
            throws ReflectiveOperationException {
        return lookup.findVirtual(owner, name, MethodType.methodType(result, of));
    }

    @Override
    public long pageBytes() {
        return pageBytes;
    }

    @Override
    public long allocate(long bytes) {
        try {
            return (long) allocate.invokeExact(bytes);
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    @Override
    public long reallocate(long address, long bytes) {
        try {
            return (long) reallocate.invokeExact(address, bytes);
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    @Override
    public void free(long address) {
        try {
            free.invokeExact(address);
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    @Override
    public void touch(long from, long to) {
        try {
            for (long page = from; page < to; page += pageBytes) {
                putByte.invokeExact(page, (byte) 1);
            }
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    @Override
    public void unmap(ByteBuffer buffer) {
        try {
            cleaner.invokeExact(buffer);
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    @Override
    public long maxDirectBytes() {
        return maxDirectBytes;
    }

    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error) {
            throw (Error) failure;
        }
        return (RuntimeException) failure;
    }
}
