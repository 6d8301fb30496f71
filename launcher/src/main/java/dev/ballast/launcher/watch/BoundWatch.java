package dev.ballast.launcher.watch;

import dev.ballast.launcher.cgroup.Limit;
import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.proc.CgroupPath;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.util.Optional;

/**
 * Whether the limit that a run was planned for is still the one that binds the target. Somebody may
 * move the target to another cgroup, or give a group above or below a smaller limit; a level of the
 * old limit then says nothing of where the OOM killer comes.
 */
public final class BoundWatch {
    private final MemoryCgroups cgroups;
    private final TargetJvm target;
    private final CgroupPath path;

    /** The target is where it was judged to be. */
    public BoundWatch(MemoryCgroups cgroups, TargetJvm target) throws IOException {
        this.cgroups = cgroups;
        this.target = target;
        this.path = cgroups.pathOf(target.process().pid());
    }

    /**
     * Looks. That the limit itself has another value, or is gone, is for whoever reads it.
     *
     * @throws IOException when the target is in another cgroup, or another group's limit binds it
     */
    public void look() throws IOException {
        try {
            checkPath(cgroups.pathOf(target.process().pid()));
        } catch (ProcessGone ended) {
            return;
        }
        checkBound(cgroups.bindingBound(target.cgroup()));
    }

    private void checkPath(CgroupPath now) throws IOException {
        if (!now.path().equals(path.path())) {
            throw new IOException(
                    "somebody has moved the target from memory cgroup "
                            + path.path()
                            + " to "
                            + now.path());
        }
    }

    private void checkBound(MemoryBound now) throws IOException {
        if (!now.group().equals(target.bound().group()) && (now.isCgroup() || isLimited())) {
            throw new IOException(
                    "somebody has set another limit: what binds the target is now "
                            + now.name()
                            + " with "
                            + now.limit()
                            + ", and was "
                            + target.bound().name());
        }
    }

    /** Still, by a limit that is now above the host's memory. */
    private boolean isLimited() throws IOException {
        Optional<MemoryCgroup> group = target.bound().group();
        return group.isPresent() && group.get().limit() instanceof Limit.Of;
    }
}
