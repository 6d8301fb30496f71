package dev.ballast.agent.memory;

import java.lang.instrument.Instrumentation;
import java.nio.ByteBuffer;

/** Everything that ballast holds in this JVM. Used by one thread at a time. */
public final class Ballast {
    private final RawMemory memory;
    private final NativeBlock nativeBlock;
    private final DirectMemory directMemory;

    private Ballast(RawMemory memory, boolean withDirect) throws ReflectiveOperationException {
        this.memory = memory;
        this.nativeBlock = new NativeBlock(memory);
        this.directMemory = withDirect ? new DirectMemory(memory) : null;
    }

    /**
     * Opens the JVM's internals and runs through every path once, so that the holder loads no class
     * later, when memory is short.
     *
     * @param withDirect whether direct memory will be wanted: opening it loads several dozen
     *     classes
     */
    public static Ballast open(Instrumentation instrumentation, boolean withDirect)
            throws ReflectiveOperationException {
        Ballast ballast = new Ballast(JavaBase.open(instrumentation), withDirect);
        ballast.warm();
        return ballast;
    }

    public Area nativeBlock() {
        return nativeBlock;
    }

    /** Null when this ballast was opened without. */
    public Area directMemory() {
        return directMemory;
    }

    /** What the JVM counts against its limit of direct memory, this ballast included; 0 without. */
    public long directUsedBytes() {
        return directMemory == null ? 0 : directMemory.usedInJvmBytes();
    }

    /** The JVM's limit of direct memory, in bytes. */
    public long directMaxBytes() {
        return memory.maxDirectBytes();
    }

    /** Gives everything back, whatever fails on the way. Idempotent. */
    public void release() {
        try {
            if (directMemory != null) {
                directMemory.release();
            }
        } finally {
            nativeBlock.release();
        }
    }

    /** Ends a mapped buffer now, not at some later collection; it must not be used again. */
    public void unmap(ByteBuffer buffer) {
        memory.unmap(buffer);
    }

    private void warm() {
        warm(nativeBlock);
        if (directMemory != null) {
            warm(directMemory);
        }
        unmap(ByteBuffer.allocateDirect(1));
    }

    private void warm(Area area) {
        long pageBytes = memory.pageBytes();
        area.moveTowards(2 * pageBytes, pageBytes);
        area.touchAgain(pageBytes);
        area.moveTowards(pageBytes, pageBytes);
        area.release();
    }
}
