package dev.ballast.launcher.container;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.UntrustedText;
import java.util.Optional;

/**
 * A container as the host's kernel shows it.
 *
 * @param id as it stands in the cgroup's path; none when the container has no cgroup of its own
 * @param cgroup the container's own group, with all its processes in it or below; none likewise
 * @param init the first process of its PID namespace
 */
public record Container(Optional<ContainerId> id, Optional<MemoryCgroup> cgroup, ProcessId init) {
    /** For people. */
    public String name() {
        return id.map(ContainerId::brief)
                .map(text -> "container " + UntrustedText.printable(text))
                .orElse("the container whose first process is " + init);
    }
}
