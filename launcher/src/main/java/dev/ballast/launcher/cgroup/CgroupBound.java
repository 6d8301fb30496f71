package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.util.Optional;

/** A cgroup with a limit. */
record CgroupBound(MemoryCgroup cgroup) implements MemoryBound {
    @Override
    public String name() {
        return "memory cgroup " + cgroup.path();
    }

    @Override
    public Optional<MemoryCgroup> group() {
        return Optional.of(cgroup);
    }

    @Override
    public ByteSize limit() throws IOException {
        if (cgroup.limit() instanceof Limit.Of limit) {
            return limit.size();
        }
        throw new IOException("the limit of " + name() + " has been taken away");
    }

    @Override
    public MemoryGauge gauge() throws IOException {
        return cgroup.gauge();
    }

    @Override
    public MemoryUse use() throws IOException {
        return cgroup.use();
    }

    @Override
    public Optional<MemoryPressure> pressure() throws IOException {
        return cgroup.pressure();
    }

    @Override
    public boolean covers(MemoryCgroup other) {
        return cgroup.contains(other);
    }

    @Override
    public boolean isCgroup() {
        return true;
    }

    @Override
    public String caveat() {
        return cgroup.caveat();
    }
}
