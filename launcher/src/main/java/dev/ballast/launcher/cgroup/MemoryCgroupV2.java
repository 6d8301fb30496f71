package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A group of the unified hierarchy (Documentation/admin-guide/cgroup-v2.rst). */
record MemoryCgroupV2(Path mountPoint, Path folder) implements MemoryCgroup {
    @Override
    public Limit limit() throws IOException {
        CgroupFile file = CgroupFile.in(folder, "memory.max");
        var text = file.text();
        if (text.isEmpty()) {
            return new Limit.Absent();
        }
        return text.get().equals("max")
                ? new Limit.Unlimited()
                : new Limit.Of(new ByteSize(file.number(text.get())));
    }

    @Override
    public MemoryUse use() throws IOException {
        long charged = CgroupFile.in(folder, "memory.current").number();
        KeyedFile stat = KeyedFile.read(CgroupFile.in(folder, "memory.stat"));
        long reclaimable =
                stat.value("inactive_file")
                        + stat.value("active_file")
                        + stat.value("slab_reclaimable");
        return new MemoryUse(new ByteSize(charged), new ByteSize(reclaimable));
    }

    /** Line {@code oom_kill 3} of memory.events, in Linux 4.13 and later. */
    @Override
    public OptionalLong oomKills() throws IOException {
        return KeyedFile.count(CgroupFile.in(folder, "memory.events"), "oom_kill");
    }

    @Override
    public MemoryCgroup at(Path folder) {
        return new MemoryCgroupV2(mountPoint, folder);
    }

    @Override
    public String caveat() {
        return "";
    }
}
