package dev.ballast.agent.memory;

import java.lang.instrument.Instrumentation;
import java.nio.ByteBuffer;

/** Everything that ballast holds in this JVM. Used by one thread at a time. */
public final class Ballast {
    private final RawMemory memory;
    private final NativeBlock nativeBlock;
    private final DirectMemory directMemory;

    private Ballast(RawMemory memory, NativeBlock nativeBlock, DirectMemory directMemory) {
        this.memory = memory;
        this.nativeBlock = nativeBlock;
        this.directMemory = directMemory;
    }

    /**
     * Opens the JVM's internals and runs through every path once, so that the holder loads no class
     * later, when memory is short.
     */
    public static Ballast open(Instrumentation instrumentation)
            throws ReflectiveOperationException {
        JdkInternals internals = JdkInternals.open(instrumentation);
        RawMemory memory = new RawMemory(internals);
        Ballast ballast =
                new Ballast(memory, new NativeBlock(memory), new DirectMemory(internals, memory));
        ballast.warm();
        return ballast;
    }

    public Area nativeBlock() {
        return nativeBlock;
    }

    public Area directMemory() {
        return directMemory;
    }

    /** What the JVM counts against its limit of direct memory, this ballast included, in bytes. */
    public long directUsedBytes() {
        return directMemory.usedInJvmBytes();
    }

    /** The JVM's limit of direct memory, in bytes. */
    public long directMaxBytes() {
        return directMemory.maxBytes();
    }

    /** Gives everything back, whatever fails on the way. Idempotent. */
    public void release() {
        try {
            directMemory.release();
        } finally {
            nativeBlock.release();
        }
    }

    /** Ends a mapped buffer now, not at some later collection; it must not be used again. */
    public void unmap(ByteBuffer buffer) {
        memory.unmap(buffer);
    }

    private void warm() {
        long pageBytes = memory.pageBytes();
        for (Area area : new Area[] {nativeBlock, directMemory}) {
            area.moveTowards(2 * pageBytes, pageBytes);
            area.moveTowards(pageBytes, pageBytes);
            area.release();
        }
        unmap(ByteBuffer.allocateDirect(1));
    }
}
