package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A group of the v1 memory hierarchy (Documentation/admin-guide/cgroup-v1/memory.rst). */
record MemoryCgroupV1(Path mountPoint, Path folder) implements MemoryCgroup {
    private static final String LIMIT = "memory.limit_in_bytes";

    /**
     * "No limit" is LONG_MAX rounded down to a page; no limit that means anything is that large.
     */
    private static final long UNLIMITED_FROM_BYTES = 1L << 60;

    @Override
    public Limit limit() throws IOException {
        CgroupFile file = CgroupFile.in(folder, LIMIT);
        var text = file.text();
        return text.isEmpty() ? new Limit.Absent() : limitOf(file.number(text.get()));
    }

    @Override
    public Limit throttle() {
        return new Limit.Absent();
    }

    private static Limit limitOf(long bytes) {
        return bytes >= UNLIMITED_FROM_BYTES
                ? new Limit.Unlimited()
                : new Limit.Of(new ByteSize(bytes));
    }

    @Override
    public MemoryGauge gauge() throws IOException {
        return new CgroupGauge(folder, LIMIT, "memory.usage_in_bytes") {
            @Override
            Limit parseLimit(OpenFile file) throws IOException {
                return limitOf(file.number());
            }

            @Override
            MemoryUse use(ByteSize charged, OpenFile statistics) throws IOException {
                long files =
                        statistics.field("total_inactive_file")
                                + statistics.field("total_active_file");
                return new MemoryUse(
                        charged,
                        new ByteSize(files),
                        new ByteSize(statistics.field("total_mapped_file")),
                        statistics.field("total_pgmajfault"));
            }
        };
    }

    /** Line {@code oom_kill 3} of memory.oom_control, in Linux 4.13 and later. */
    @Override
    public OptionalLong oomKills() throws IOException {
        return KeyedFile.count(CgroupFile.in(folder, "memory.oom_control"), "oom_kill");
    }

    /** Line {@code oom_kill_disable 1} of memory.oom_control. */
    @Override
    public boolean isOomKillerOff() throws IOException {
        CgroupFile file = CgroupFile.in(folder, "memory.oom_control");
        return KeyedFile.count(file, "oom_kill_disable").orElse(0) == 1;
    }

    /** {@code oom_kill_disable 0}, {@code under_oom 0}, {@code oom_kill 3}; failcnt is a number. */
    @Override
    public OomCounts oomCounts() throws IOException {
        CgroupFile control = CgroupFile.in(folder, "memory.oom_control");
        CgroupFile failures = CgroupFile.in(folder, "memory.failcnt");
        var text = failures.text();
        return new OomCounts(
                oomKills(),
                OptionalLong.empty(),
                text.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(failures.number(text.get())),
                OptionalLong.empty(),
                KeyedFile.count(control, "under_oom").orElse(0) != 0);
    }

    /** There is no such file on v1. */
    @Override
    public Optional<Boolean> oomGroup() {
        return Optional.empty();
    }

    /** What {@code memory.memsw.limit_in_bytes}, of memory and swap together, adds. */
    @Override
    public Limit swapLimit() throws IOException {
        CgroupFile file = CgroupFile.in(folder, "memory.memsw.limit_in_bytes");
        var text = file.text();
        if (text.isEmpty() || !(limit() instanceof Limit.Of memory)) {
            return new Limit.Absent();
        }
        return limitOf(file.number(text.get())) instanceof Limit.Of both
                ? new Limit.Of(both.size().minusOrZero(memory.size()))
                : new Limit.Unlimited();
    }

    @Override
    public OptionalInt swappiness() throws IOException {
        CgroupFile file = CgroupFile.in(folder, "memory.swappiness");
        var text = file.text();
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) file.number(text.get()));
    }

    /** Memory and swap together, minus memory; the two are not read at the same moment. */
    @Override
    public Optional<ByteSize> swapUse() throws IOException {
        CgroupFile both = CgroupFile.in(folder, "memory.memsw.usage_in_bytes");
        var text = both.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        long memory = CgroupFile.in(folder, "memory.usage_in_bytes").number();
        return Optional.of(new ByteSize(both.number(text.get())).minusOrZero(new ByteSize(memory)));
    }

    /** Only the unified hierarchy measures it. */
    @Override
    public Optional<MemoryPressure> pressure() {
        return Optional.empty();
    }

    @Override
    public boolean needsCommonAncestor() {
        return false;
    }

    @Override
    public MemoryCgroup at(Path folder) {
        return new MemoryCgroupV1(mountPoint, folder);
    }

    @Override
    public String version() {
        return "cgroup v1";
    }

    @Override
    public String caveat() {
        return "cgroup v1 does not tell reclaimable slab, so it counts as in use";
    }
}
