package dev.ballast.agent.memory;

import java.nio.ByteBuffer;
import sun.nio.ch.DirectBuffer;

/**
 * From 9 to 16: the internal {@code Unsafe} of 11 has no {@code invokeCleaner}. {@code
 * sun.misc.Unsafe} has it, in a module that an application's own image may lack.
 */
final class Java9Memory extends ModularMemory {
    @Override
    public void unmap(ByteBuffer buffer) {
        ((DirectBuffer) buffer).cleaner().clean();
    }
}
