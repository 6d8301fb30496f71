package dev.ballast.launcher.target;

import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.container.Container;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.proc.ProcessId;
import java.util.Optional;

/**
 * The JVM that is to be put under pressure.
 *
 * @param process as the launcher's PID namespace counts
 * @param namespacePid what the JVM itself believes its PID is: it stands in the name of its attach
 *     socket
 * @param owner whom the JVM's attach listener answers, besides root on 11 and later
 * @param container the one it is in, if it is in one
 * @param cgroup its group of the memory hierarchy
 * @param bound the limit that binds it
 * @param hasDoor whether it seems to have been started with ballast's agent
 */
public record TargetJvm(
        ProcessId process,
        int namespacePid,
        Credentials owner,
        Optional<Container> container,
        MemoryCgroup cgroup,
        MemoryBound bound,
        boolean hasDoor) {
    /** For people: {@code 4711 (PID 7 in container 4bd0)}. */
    public String name() {
        return container.isEmpty()
                ? process.toString()
                : process + " (PID " + namespacePid + " in " + container.get().name() + ")";
    }
}
