package dev.ballast.agent.load;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
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
            }
        }
        counts = new long[collectors.size()];
        note();
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
