package dev.ballast.launcher.vitals;

import dev.ballast.launcher.cgroup.MemoryUse;
import dev.ballast.launcher.proc.MemoryPressure;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.JvmFigures;
import java.util.Optional;

/**
 * What could be read at one moment; what is absent was not there to be read.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param limit that binds the target
 * @param use under that limit
 * @param pressure on the memory that binds the target
 * @param jvm as it publishes it
 * @param rss VmRSS of the target
 */
public record VitalSigns(
        long nanos,
        Optional<ByteSize> limit,
        Optional<MemoryUse> use,
        Optional<MemoryPressure> pressure,
        Optional<JvmFigures> jvm,
        Optional<ByteSize> rss) {}
