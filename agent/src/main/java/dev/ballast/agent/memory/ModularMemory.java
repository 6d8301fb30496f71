package dev.ballast.agent.memory;

import java.nio.ByteBuffer;
import jdk.internal.misc.Unsafe;
import jdk.internal.misc.VM;

/**
 * On 9 and later: {@code jdk.internal.misc.Unsafe}, once {@link JavaBase} has exported it to us.
 */
class ModularMemory implements RawMemory {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private final long pageBytes = UNSAFE.pageSize();

    @Override
    public long pageBytes() {
        return pageBytes;
    }

    @Override
    public long allocate(long bytes) {
        return UNSAFE.allocateMemory(bytes);
    }

    @Override
    public long reallocate(long address, long bytes) {
        return UNSAFE.reallocateMemory(address, bytes);
    }

    @Override
    public void free(long address) {
        UNSAFE.freeMemory(address);
    }

    @Override
    public void touch(long from, long to) {
        for (long page = from; page < to; page += pageBytes) {
            UNSAFE.putByte(page, (byte) 1);
        }
    }

    @Override
    public void unmap(ByteBuffer buffer) {
        UNSAFE.invokeCleaner(buffer);
    }

    @Override
    public long maxDirectBytes() {
        return VM.maxDirectMemory();
    }
}
