package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.quantity.ByteSize;

/**
 * Memory in use at one moment.
 *
 * @param charged everything that counts against the limit
 * @param reclaimable the part that the kernel can take back without swapping: clean and dirty file
 *     pages on its lists, and on v2 reclaimable slab. Never tmpfs, which {@code cache} and {@code
 *     file} contain
 */
public record MemoryUse(ByteSize charged, ByteSize reclaimable) {
    /**
     * What stays when the kernel has reclaimed all it can; the OOM killer comes when this meets the
     * limit.
     */
    public ByteSize unreclaimable() {
        return charged.minusOrZero(reclaimable);
    }
}
