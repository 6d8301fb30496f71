package dev.ballast.agent.load;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The JVM's collections, by its own count. Needs the modules {@code java.management} and {@code
 * jdk.management}, as a JVM has that was not cut down to a few.
 */
final class Collections {
    private final List<GarbageCollectorMXBean> collectors = new ArrayList<GarbageCollectorMXBean>();
    private final Set<String> heapPools = new HashSet<String>();
    private final List<MemoryPoolMXBean> roomy = new ArrayList<MemoryPoolMXBean>();
    private final long[] counts;

    Collections() {
        for (GarbageCollectorMXBean bean :
                ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)) {
            // Those of ZGC's and Shenandoah's pauses tell what is in use in the middle of a cycle.
            if (!bean.getName().contains("Pauses")) {
                collectors.add(bean);
            }
        }
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                heapPools.add(pool.getName());
                if (!pool.getName().contains("Survivor")) {
                    roomy.add(pool);
                }
            }
        }
        counts = new long[collectors.size()];
        note();
    }

    /**
     * Bytes of the heap that objects can stay in: without the survivor spaces of Serial and
     * Parallel, of which Parallel makes more and less.
     */
    long roomBytes() {
        long room = 0;
        for (MemoryPoolMXBean pool : roomy) {
            room += Math.max(0, pool.getUsage().getMax());
        }
        return Math.min(room, Runtime.getRuntime().maxMemory());
    }

    /** The size of a region of G1, in bytes; 0 for other collectors. */
    long g1RegionBytes() {
        for (GarbageCollectorMXBean collector : collectors) {
            if (collector.getName().startsWith("G1 ")) {
                return Long.parseLong(
                        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                                .getVMOption("G1HeapRegionSize")
                                .getValue());
            }
        }
        return 0;
    }

    /** Whether one has ended since {@link #note}. */
    boolean isAny() {
        for (int i = 0; i < counts.length; i++) {
            if (collectors.get(i).getCollectionCount() != counts[i]) {
                return true;
            }
        }
        return false;
    }

    /** Those until now have been seen. */
    void note() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = collectors.get(i).getCollectionCount();
        }
    }

    /** How long all that have ended took, those beside the application included. */
    long nanos() {
        long millis = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            millis += Math.max(0, collector.getCollectionTime());
        }
        return millis * 1_000_000;
    }

    /** Bytes of the heap that were in use when the last one had ended; -1 when none has. */
    long usedAfterLast() {
        GcInfo last = null;
        for (GarbageCollectorMXBean bean : collectors) {
            GcInfo info = bean.getLastGcInfo();
            if (info != null && (last == null || info.getEndTime() >= last.getEndTime())) {
                last = info;
            }
        }
        return last == null ? -1 : used(last.getMemoryUsageAfterGc());
    }

    private long used(Map<String, MemoryUsage> pools) {
        long used = 0;
        for (Map.Entry<String, MemoryUsage> pool : pools.entrySet()) {
            used += heapPools.contains(pool.getKey()) ? pool.getValue().getUsed() : 0;
        }
        return used;
    }
}
