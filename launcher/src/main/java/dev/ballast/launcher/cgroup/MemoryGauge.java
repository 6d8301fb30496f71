package dev.ballast.launcher.cgroup;

import dev.ballast.launcher.quantity.ByteSize;
import java.io.IOException;

/** A bound's numbers for a control loop: what they are read from stays open. */
public interface MemoryGauge extends AutoCloseable {
    ByteSize limit() throws IOException;

    MemoryUse use() throws IOException;

    @Override
    void close() throws IOException;
}
