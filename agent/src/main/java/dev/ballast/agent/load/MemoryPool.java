package dev.ballast.agent.load;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;

/** One memory pool of the JVM. */
final class MemoryPool {
    private final MemoryPoolMXBean pool;

    private MemoryPool(MemoryPoolMXBean pool) {
        this.pool = pool;
    }

    static MemoryPool metaspace() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")) {
                return new MemoryPool(pool);
            }
        }
        throw new IllegalStateException("this JVM has no memory pool `Metaspace`");
    }

    long usedBytes() {
        return pool.getUsage().getUsed();
    }

    /** {@link Long#MAX_VALUE} when there is none. */
    long maxBytes() {
        long max = pool.getUsage().getMax();
        return max < 0 ? Long.MAX_VALUE : max;
    }
}
