package dev.ballast.launcher.container;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.proc.CgroupPath;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds containers by their processes. */
public final class Containers {
    /** The PID namespace that the machine booted with: PROC_PID_INIT_INO in the kernel. */
    private static final String HOST_PID_NAMESPACE = "pid:[4026531836]";

    private final Proc proc;
    private final MemoryCgroups cgroups;
    private final int ownPid;

    /** By namespace. While PID 1 lives it stays the first of the same namespace. */
    private Map<String, ProcessId> inits = Map.of();

    public Containers(Proc proc, MemoryCgroups cgroups, int ownPid) {
        this.proc = proc;
        this.cgroups = cgroups;
        this.ownPid = ownPid;
    }

    /**
     * The container that the process is in: it has a PID namespace other than the launcher's, or
     * its cgroup carries an engine's id, or the launcher itself is in the same container.
     *
     * @throws ProcessGone also when its number is another process's by now
     */
    public Optional<Container> of(ProcessId process) throws IOException {
        Optional<Container> container = of(process.pid());
        if (!proc.id(process.pid()).equals(process)) {
            throw new ProcessGone(process);
        }
        return container;
    }

    private Optional<Container> of(int pid) throws IOException {
        MemoryCgroup group = cgroups.of(pid);
        Optional<MemoryCgroup> engineGroup = engineGroup(group);
        String namespace = proc.namespace(pid, "pid");
        boolean isNamespaced = !namespace.equals(HOST_PID_NAMESPACE);
        if (!isNamespaced && engineGroup.isEmpty()) {
            return Optional.empty();
        }
        ProcessId init = isNamespaced ? initOf(pid, namespace) : proc.id(pid);
        Optional<MemoryCgroup> own =
                engineGroup.or(() -> groupOf(init)).filter(found -> isOwn(found, group));
        Optional<ContainerId> id =
                own.map(found -> ContainerId.ofComponent(found.folder().getFileName().toString()));
        return Optional.of(new Container(id, own, init));
    }

    /** Whether the launcher runs in a PID namespace other than the host's. */
    public boolean isLauncherInside() throws IOException {
        return !proc.namespace(ownPid, "pid").equals(HOST_PID_NAMESPACE);
    }

    /**
     * The id of the container that the launcher itself is in, as far as it can be seen from inside.
     */
    public Optional<ContainerId> ownId() throws IOException {
        for (CgroupPath path : proc.cgroups(ownPid)) {
            for (String component : path.components()) {
                Optional<ContainerId> id = ContainerId.ofEngine(component);
                if (id.isPresent()) {
                    return id;
                }
            }
        }
        return Optional.empty();
    }

    /** The group whose name is an engine's id, on the way up from the process's group. */
    private static Optional<MemoryCgroup> engineGroup(MemoryCgroup group) {
        for (MemoryCgroup at : group.upwards()) {
            Path name = at.folder().getFileName();
            if (name != null && ContainerId.ofEngine(name.toString()).isPresent()) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private Optional<MemoryCgroup> groupOf(ProcessId process) {
        try {
            return Optional.of(cgroups.of(process.pid()));
        } catch (IOException unreadable) {
            return Optional.empty(); // the tree below the first process stands in for it
        }
    }

    /**
     * A group that the launcher is in too, or that everything is in, is not the container's own.
     */
    private boolean isOwn(MemoryCgroup found, MemoryCgroup ofTarget) {
        try {
            return found.contains(ofTarget)
                    && found.parent().isPresent()
                    && !found.contains(cgroups.of(ownPid));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** PID 1 of the namespace: the process in it whose innermost PID is 1. */
    private synchronized ProcessId initOf(int pid, String namespace) throws IOException {
        ProcessId known = inits.get(namespace);
        if (known != null && proc.isAlive(known)) {
            return known;
        }
        inits = initsNow();
        ProcessId init = inits.get(namespace);
        return init == null ? proc.id(pid) : init; // its first process is not visible from here
    }

    private Map<String, ProcessId> initsNow() throws IOException {
        Map<String, ProcessId> found = new HashMap<>();
        for (int candidate : proc.pids()) {
            try {
                String namespace = proc.namespace(candidate, "pid");
                if (!namespace.equals(HOST_PID_NAMESPACE)
                        && proc.status(candidate).innermostPid() == 1) {
                    found.put(namespace, proc.id(candidate));
                }
            } catch (IOException exitedOrNotOurs) {
                continue; // a namespace that may not be read is not the one of a target that may
            }
        }
        return found;
    }
}
