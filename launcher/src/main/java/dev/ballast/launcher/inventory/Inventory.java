package dev.ballast.launcher.inventory;

import dev.ballast.launcher.proc.ProcessId;
import java.util.List;

/**
 * The JVMs of this host, or of the container that the launcher is in.
 *
 * @param jvms those of the host first, then container by container, by PID
 * @param unseen JVMs, or what may be one, that could not be looked at
 * @param hidden how many processes this user may not look into that have as many threads as a JVM
 */
public record Inventory(List<SeenJvm> jvms, List<Unseen> unseen, int hidden) {
    /** A process that could not be looked at, and what the system said. */
    public record Unseen(ProcessId process, String reason) {}
}
