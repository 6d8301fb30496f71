package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.HostMemory;
import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.util.Optional;

/**
 * The host's memory, where no cgroup sets a limit: MemTotal, of which MemAvailable is free or
 * reclaimable.
 */
public record HostMemoryBound(Proc proc) implements MemoryBound {
    @Override
    public String name() {
        return "this host's memory (no cgroup limit)";
    }

    @Override
    public ByteSize limit() throws IOException {
        return proc.hostMemory().total();
    }

    @Override
    public MemoryUse use() throws IOException {
        HostMemory memory = proc.hostMemory();
        return new MemoryUse(
                memory.total(), memory.available(), memory.mapped(), proc.majorFaults());
    }

    /** Read anew each time: with so much room there are no more than fifty readings a second. */
    @Override
    public MemoryGauge gauge() {
        return new MemoryGauge() {
            @Override
            public ByteSize limit() throws IOException {
                return HostMemoryBound.this.limit();
            }

            @Override
            public MemoryUse use() throws IOException {
                return HostMemoryBound.this.use();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Optional<MemoryPressure> pressure() throws IOException {
        return proc.memoryPressure();
    }

    @Override
    public boolean covers(MemoryCgroup cgroup) {
        return true;
    }
}
