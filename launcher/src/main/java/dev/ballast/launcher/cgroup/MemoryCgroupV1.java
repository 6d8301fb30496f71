package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A group of the v1 memory hierarchy (Documentation/admin-guide/cgroup-v1/memory.rst). */
record MemoryCgroupV1(Path mountPoint, Path folder) implements MemoryCgroup {
    /**
     * "No limit" is LONG_MAX rounded down to a page; no limit that means anything is that large.
     */
    private static final long UNLIMITED_FROM_BYTES = 1L << 60;

    @Override
    public Limit limit() throws IOException {
        CgroupFile file = CgroupFile.in(folder, "memory.limit_in_bytes");
        var text = file.text();
        if (text.isEmpty()) {
            return new Limit.Absent();
        }
        long bytes = file.number(text.get());
        return bytes >= UNLIMITED_FROM_BYTES
                ? new Limit.Unlimited()
                : new Limit.Of(new ByteSize(bytes));
    }

    @Override
    public MemoryUse use() throws IOException {
        long charged = CgroupFile.in(folder, "memory.usage_in_bytes").number();
        KeyedFile stat = KeyedFile.read(CgroupFile.in(folder, "memory.stat"));
        long reclaimable = stat.value("total_inactive_file") + stat.value("total_active_file");
        return new MemoryUse(new ByteSize(charged), new ByteSize(reclaimable));
    }

    /** Line {@code oom_kill 3} of memory.oom_control, in Linux 4.13 and later. */
    @Override
    public OptionalLong oomKills() throws IOException {
        return KeyedFile.count(CgroupFile.in(folder, "memory.oom_control"), "oom_kill");
    }

    @Override
    public MemoryCgroup at(Path folder) {
        return new MemoryCgroupV1(mountPoint, folder);
    }

    @Override
    public String caveat() {
        return "cgroup v1 does not tell reclaimable slab, so it counts as in use";
    }
}
