package dev.ballast.agent.memory;

import java.nio.ByteBuffer;
import sun.nio.ch.DirectBuffer;

/**
 * On those of 9 and later whose internal {@code Unsafe} has no {@code invokeCleaner}: 11 has none,
 * 17 has it. {@code sun.misc.Unsafe} has it on both, in a module that an application's own image
 * may lack.
 */
final class Java9Memory extends ModularMemory {
    @Override
    public void unmap(ByteBuffer buffer) {
        ((DirectBuffer) buffer).cleaner().clean();
    }
}
