package dev.ballast.launcher.container;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.proc.CgroupPath;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStatus;
import dev.ballast.launcher.proc.UntrustedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds containers by their processes. */
public final class Containers {
    /** The PID namespace that the machine booted with: PROC_PID_INIT_INO in the kernel. */
    private static final String HOST_PID_NAMESPACE = "pid:[4026531836]";

    private final Proc proc;
    private final MemoryCgroups cgroups;
    private final int ownPid;

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

    /**
     * The process that is {@code pidInside} in the container whose id begins with {@code prefix}.
     *
     * @throws IOException when there is none or when there are several, which it lists
     */
    public ProcessId find(String prefix, int pidInside) throws IOException {
        Map<String, List<ProcessId>> found = new TreeMap<>();
        for (int pid : proc.pids()) {
            try {
                ProcessStatus status = proc.status(pid);
                if (status.hasMemory() && status.innermostPid() == pidInside) {
                    ProcessId process = proc.id(pid);
                    for (String container : idsStartingWith(prefix, pid)) {
                        found.computeIfAbsent(container, id -> new ArrayList<>()).add(process);
                    }
                }
            } catch (ProcessGone exited) {
                continue;
            }
        }
        List<ProcessId> processes =
                found.values().stream().flatMap(List::stream).distinct().toList();
        if (processes.size() == 1) {
            return processes.get(0);
        }
        throw new IOException(
                processes.isEmpty()
                        ? "no process is PID "
                                + pidInside
                                + " in a container whose id begins with `"
                                + prefix
                                + "`; ids are taken from the processes' cgroup paths"
                        : "`"
                                + prefix
                                + "` fits more than one process with PID "
                                + pidInside
                                + " inside: "
                                + UntrustedText.printable(found.toString())
                                + "; give more of the id, or the PID on this host");
    }

    private List<String> idsStartingWith(String prefix, int pid) throws IOException {
        List<String> ids = new ArrayList<>();
        for (CgroupPath path : proc.cgroups(pid)) {
            for (String component : path.components()) {
                String id = ContainerId.ofComponent(component).text();
                if (id.startsWith(prefix) && !ids.contains(id)) {
                    ids.add(id);
                }
            }
        }
        return ids;
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
    private ProcessId initOf(int pid, String namespace) throws IOException {
        for (int candidate : proc.pids()) {
            try {
                if (proc.status(candidate).innermostPid() == 1
                        && proc.namespace(candidate, "pid").equals(namespace)) {
                    return proc.id(candidate);
                }
            } catch (IOException exitedOrNotOurs) {
                continue; // a namespace that may not be read is not the one of a target that may
            }
        }
        return proc.id(pid); // its first process is not visible from here
    }
}
