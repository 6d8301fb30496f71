package dev.ballast.launcher.watch;

import dev.ballast.launcher.proc.HostMemory;
import dev.ballast.launcher.proc.MemoryPressure;
import java.util.Optional;

/**
 * What stop rules judge by, at one moment.
 *
 * @param nanos when, by {@link System#nanoTime}
 * @param pressure of the memory that binds the target; none when no rule asks for it
 * @param foreignKill an OOM kill in the watched groups that is not of our own helper, in words
 */
record Signs(
        long nanos,
        HostMemory host,
        Optional<MemoryPressure> pressure,
        Optional<String> foreignKill) {}
