package jdk.internal.misc;

import java.nio.ByteBuffer;

/**
 * Signatures of the JDK's own class, to compile against; never packaged. A call that is linked like
 * any other needs no method handles, which would load about a hundred classes into the target.
 */
public abstract class Unsafe {
    /** The only instance. */
    public static Unsafe getUnsafe() {
        throw new UnsupportedOperationException();
    }

    public abstract long allocateMemory(long bytes);

    public abstract long reallocateMemory(long address, long bytes);

    public abstract void freeMemory(long address);

    public abstract void putByte(long address, byte value);

    public abstract int pageSize();

    public abstract void invokeCleaner(ByteBuffer directBuffer);
}
