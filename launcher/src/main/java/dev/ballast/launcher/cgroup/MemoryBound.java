package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;
import java.util.Optional;

/**
 * The memory that a level is a part of: the binding cgroup's, or the host's. Read anew at each
 * call.
 */
public interface MemoryBound {
    /** For people: {@code memory cgroup /docker/4bd0} or {@code this host's memory}. */
    String name();

    /** The cgroup that sets it; none for the host's memory. */
    default Optional<MemoryCgroup> group() {
        return Optional.empty();
    }

    ByteSize limit() throws IOException;

    MemoryUse use() throws IOException;

    /** How long tasks have waited for it; none when the kernel does not measure it here. */
    Optional<MemoryPressure> pressure() throws IOException;

    /** For a control loop: what it reads from stays open until it is closed. */
    MemoryGauge gauge() throws IOException;

    /** Whether a process of this cgroup path is counted by this bound as well. */
    boolean covers(MemoryCgroup cgroup);

    /** Whether it is a cgroup's limit, and not the host's memory. */
    default boolean isCgroup() {
        return false;
    }

    /** What cannot be told apart here, or nothing: printed with the plan. */
    default String caveat() {
        return "";
    }
}
