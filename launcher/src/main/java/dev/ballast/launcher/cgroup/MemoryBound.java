package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;

/**
 * The memory that a level is a part of: the binding cgroup's, or the host's. Read anew at each
 * call.
 */
public interface MemoryBound {
    /** For people: {@code memory cgroup /docker/4bd0} or {@code this host's memory}. */
    String name();

    ByteSize limit() throws IOException;

    MemoryUse use() throws IOException;

    /** Whether a process of this cgroup path is counted by this bound as well. */
    boolean covers(MemoryCgroup cgroup);

    /** What cannot be told apart here, or nothing: printed with the plan. */
    default String caveat() {
        return "";
    }
}
