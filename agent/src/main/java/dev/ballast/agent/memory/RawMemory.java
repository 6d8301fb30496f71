package dev.ballast.agent.memory;

import java.nio.ByteBuffer;

/** The JVM's {@code Unsafe}, as far as ballast needs it. */
interface RawMemory {
    long pageBytes();

    /**
     * Address of a new block, as malloc gives it: nothing of it is resident yet when it is large.
     */
    long allocate(long bytes);

    /**
     * Grows or shrinks a block, which may move; a block that is a mapping of its own is remapped,
     * not copied.
     */
    long reallocate(long address, long bytes);

    void free(long address);

    /**
     * Writes one byte into each page of {@code [from, to)}; {@code from} is the start of a page.
     */
    void touch(long from, long to);

    /** Ends a buffer's memory or mapping now; the buffer must not be used again. */
    void unmap(ByteBuffer buffer);

    /**
     * The limit in effect; {@code MaxDirectMemorySize=0}, the flag's default, means the maximum
     * heap.
     */
    long maxDirectBytes();
}
