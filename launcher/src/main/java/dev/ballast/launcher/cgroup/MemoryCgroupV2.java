package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A group of the unified hierarchy (Documentation/admin-guide/cgroup-v2.rst). */
record MemoryCgroupV2(Path mountPoint, Path folder) implements MemoryCgroup {
    private static final String LIMIT = "memory.max";
    private static final String UNLIMITED = "max";

    @Override
    public Limit limit() throws IOException {
        return limit(LIMIT);
    }

    @Override
    public Limit throttle() throws IOException {
        return limit(THROTTLE);
    }

    private Limit limit(String name) throws IOException {
        CgroupFile file = CgroupFile.in(folder, name);
        var text = file.text();
        if (text.isEmpty()) {
            return new Limit.Absent();
        }
        return text.get().equals(UNLIMITED)
                ? new Limit.Unlimited()
                : new Limit.Of(new ByteSize(file.number(text.get())));
    }

    @Override
    public MemoryGauge gauge() throws IOException {
        return new CgroupGauge(folder, LIMIT, "memory.current") {
            @Override
            Limit parseLimit(OpenFile file) throws IOException {
                return file.is(UNLIMITED)
                        ? new Limit.Unlimited()
                        : new Limit.Of(new ByteSize(file.number()));
            }

            @Override
            MemoryUse use(ByteSize charged, OpenFile statistics) throws IOException {
                long reclaimable =
                        statistics.field("inactive_file")
                                + statistics.field("active_file")
                                + statistics.field("slab_reclaimable");
                return new MemoryUse(
                        charged,
                        new ByteSize(reclaimable),
                        new ByteSize(statistics.field("file_mapped")),
                        statistics.field("pgmajfault"));
            }
        };
    }

    /** Line {@code oom_kill 3} of memory.events, in Linux 4.13 and later. */
    @Override
    public OptionalLong oomKills() throws IOException {
        return KeyedFile.count(CgroupFile.in(folder, "memory.events"), "oom_kill");
    }

    /**
     * memory.events counts what happens below as well, memory.events.local (Linux 5.2) does not.
     */
    @Override
    public OomCounts oomCounts() throws IOException {
        CgroupFile events = CgroupFile.in(folder, "memory.events");
        return new OomCounts(
                oomKills(),
                KeyedFile.count(events, "oom_group_kill"),
                KeyedFile.count(CgroupFile.in(folder, "memory.events.local"), "oom"),
                KeyedFile.count(events, "oom"),
                false);
    }

    /** {@code memory.oom.group}, in Linux 4.19 and later. */
    @Override
    public Optional<Boolean> oomGroup() throws IOException {
        CgroupFile file = CgroupFile.in(folder, "memory.oom.group");
        var text = file.text();
        return text.isEmpty() ? Optional.empty() : Optional.of(file.number(text.get()) != 0);
    }

    @Override
    public Limit swapLimit() throws IOException {
        return limit("memory.swap.max");
    }

    @Override
    public Optional<ByteSize> swapUse() throws IOException {
        CgroupFile file = CgroupFile.in(folder, "memory.swap.current");
        var text = file.text();
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(new ByteSize(file.number(text.get())));
    }

    /** There is none with {@code psi=0}, nor in the root of the hierarchy. */
    @Override
    public Optional<MemoryPressure> pressure() throws IOException {
        CgroupFile file = CgroupFile.in(folder, "memory.pressure");
        var text = file.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MemoryPressure.parse(text.get().lines().toList()));
        } catch (IllegalArgumentException unexpected) {
            throw new IOException(
                    "read `" + file.path() + "`: " + unexpected.getMessage(), unexpected);
        }
    }

    @Override
    public boolean isOomKillerOff() {
        return false;
    }

    /** The host's holds for all groups. */
    @Override
    public OptionalInt swappiness() {
        return OptionalInt.empty();
    }

    @Override
    public boolean needsCommonAncestor() {
        return true;
    }

    @Override
    public MemoryCgroup at(Path folder) {
        return new MemoryCgroupV2(mountPoint, folder);
    }

    @Override
    public String version() {
        return "cgroup v2";
    }

    @Override
    public String caveat() {
        return "";
    }
}
