package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.quantity.ByteSize;

/**
 * Memory in use at one moment.
 *
 * @param charged everything that counts against the limit
 * @param reclaimable the part that the kernel can take back without swapping: clean and dirty file
 *     pages on its lists, and on v2 reclaimable slab. Never tmpfs, which {@code cache} and {@code
 *     file} contain
 * @param mapped file pages that processes have mapped: code, class data. They are reclaimable, and
 *     who loses them has to read them again
 * @param majorFaults that have waited for a disk so far, a count
 */
public record MemoryUse(ByteSize charged, ByteSize reclaimable, ByteSize mapped, long majorFaults) {
    /** What a process loses first when memory gets short, and needs most: its code. */
    public ByteSize mappedReclaimable() {
        return mapped.compareTo(reclaimable) < 0 ? mapped : reclaimable; // mapped has tmpfs in it
    }

    /**
     * What stays when the kernel has reclaimed all it can; the OOM killer comes when this meets the
     * limit.
     */
    public ByteSize unreclaimable() {
        return charged.minusOrZero(reclaimable);
    }
}
