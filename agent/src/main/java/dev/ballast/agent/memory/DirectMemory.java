package dev.ballast.agent.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Native memory that the JVM counts as direct buffers: against {@code MaxDirectMemorySize} and in
 * the "direct" buffer pool. What it holds, the application's {@code ByteBuffer.allocateDirect}
 * cannot get.
 *
 * <p>Each change reserves or unreserves with {@code java.nio.Bits}, as {@code allocateDirect} and
 * its cleaner do, and the bytes are a {@link NativeBlock}. Real buffers would be zero-filled whole,
 * so they would come in leaps of more than 32 MiB (see {@link NativeBlock} for why not less), which
 * cannot hold a level; and each would leave its wrapper for the collector.
 */
final class DirectMemory implements Area {
    /** Until 13 the JVM takes the capacity as an int. */
    private static final long SLICE_BYTES = 1L << 30;

    private final NativeBlock block;
    private final long pageBytes;
    private final MethodHandle reserve;
    private final MethodHandle unreserve;
    private final AtomicLong reservedInJvm;
    private final long maxBytes;
    private long reservedBytes;

    /** Reservations minus their returns: the JVM counts them as buffers. */
    private long reservations;

    DirectMemory(RawMemory memory) throws ReflectiveOperationException {
        block = new NativeBlock(memory);
        pageBytes = memory.pageBytes();
        Class<?> bits = Class.forName("java.nio.Bits");
        reserve = bitsMethod(bits, "reserveMemory");
        unreserve = bitsMethod(bits, "unreserveMemory");
        reservedInJvm = reservedCounter(bits);
        maxBytes = memory.maxDirectBytes();
    }

    /** Bytes that everybody in the JVM has reserved, this area included. */
    long usedInJvmBytes() {
        return reservedInJvm.get();
    }

    long maxBytes() {
        return maxBytes;
    }

    @Override
    public long heldBytes() {
        return block.heldBytes();
    }

    @Override
    public boolean moveTowards(long wantedBytes, long stepBytes) {
        long before = block.heldBytes();
        long wanted = wantedBytes - wantedBytes % pageBytes;
        long next = Math.min(wanted, before + stepBytes);
        if (next > before) {
            // At the limit each failing reservation costs the JVM a full collection and half a
            // second (measured on 17 and 25), so the free room is looked at first.
            long room = Math.max(0, maxBytes - usedInJvmBytes());
            next = Math.min(next, before + room - room % pageBytes);
        }
        try {
            reserveUpTo(next);
            block.moveTowards(next, Long.MAX_VALUE - before);
        } finally {
            unreserveDownTo(block.heldBytes());
        }
        return block.heldBytes() == wanted;
    }

    @Override
    public long touchAgain(long stepBytes) {
        return block.touchAgain(stepBytes);
    }

    @Override
    public void release() {
        block.release();
        unreserveDownTo(0);
        while (reservations > 0) {
            change(unreserve, 0);
            reservations--;
        }
        while (reservations < 0) {
            change(reserve, 0);
            reservations++;
        }
    }

    private void reserveUpTo(long bytes) {
        while (reservedBytes < bytes) {
            long slice = Math.min(SLICE_BYTES, bytes - reservedBytes);
            change(reserve, slice);
            reservedBytes += slice;
            reservations++;
        }
    }

    private void unreserveDownTo(long bytes) {
        while (reservedBytes > bytes) {
            long slice = Math.min(SLICE_BYTES, reservedBytes - bytes);
            change(unreserve, slice);
            reservedBytes -= slice;
            reservations--;
        }
    }

    private static void change(MethodHandle bitsMethod, long bytes) {
        try {
            bitsMethod.invokeExact(bytes, bytes);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * {@code (long size, long capacity)}; until 13 the capacity was an int, which counts the same
     * here.
     */
    private static MethodHandle bitsMethod(Class<?> bits, String name)
            throws ReflectiveOperationException {
        try {
            return handle(bits.getDeclaredMethod(name, long.class, long.class));
        } catch (NoSuchMethodException older) {
            return MethodHandles.explicitCastArguments(
                    handle(bits.getDeclaredMethod(name, long.class, int.class)),
                    MethodType.methodType(void.class, long.class, long.class));
        }
    }

    private static MethodHandle handle(Method method) throws IllegalAccessException {
        method.setAccessible(true);
        return MethodHandles.lookup().unreflect(method);
    }

    private static AtomicLong reservedCounter(Class<?> bits) throws ReflectiveOperationException {
        for (Field field : bits.getDeclaredFields()) {
            // 8 to 10: reservedMemory; 11 and later: RESERVED_MEMORY.
            if (field.getName().replace("_", "").equalsIgnoreCase("reservedMemory")) {
                field.setAccessible(true);
                return (AtomicLong) field.get(null);
            }
        }
        throw new NoSuchFieldException("java.nio.Bits.RESERVED_MEMORY");
    }
}
