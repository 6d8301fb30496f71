package dev.ballast.launcher.watch;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.container.Container;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The cgroups that a run looks at.
 *
 * @param own the target's
 * @param container the container's, or the target's own when it is in none
 * @param widest the container's, or the one above it whose limit binds the target
 */
record WatchedGroups(MemoryCgroup own, MemoryCgroup container, MemoryCgroup widest) {
    static WatchedGroups of(TargetJvm target) {
        MemoryCgroup own = target.cgroup();
        MemoryCgroup container =
                target.container()
                        .flatMap(Container::cgroup)
                        .filter(group -> group.contains(own))
                        .orElse(own);
        MemoryCgroup widest =
                target.bound().group().filter(group -> group.contains(container)).orElse(container);
        return new WatchedGroups(own, container, widest);
    }

    /** From the target's own group up to the mount. */
    List<MemoryCgroup> upwards() {
        return own.upwards();
    }

    /**
     * The widest and all below it. Everything is below the hierarchy's root, which has no container
     * and no limit: that alone.
     */
    List<MemoryCgroup> downwards() {
        List<MemoryCgroup> groups = new ArrayList<>(List.of(widest));
        for (int i = 0; i < groups.size() && widest.parent().isPresent(); i++) {
            try {
                groups.addAll(groups.get(i).below());
            } catch (IOException removed) {
                continue;
            }
        }
        return groups;
    }

    /** Who is in the widest group; in the hierarchy's root everybody is, so then nobody. */
    List<Integer> pids() throws IOException {
        return widest.parent().isPresent() ? widest.pids() : List.of();
    }

    /** Whether a group, named as the kernel's log does, is watched. */
    boolean contain(String kernelPath) {
        return widest.parent().isPresent()
                ? isAtOrBelow(kernelPath, kernelPath(widest))
                : kernelPath.equals("/");
    }

    /**
     * Whose limit it is: of a group that the target is in, or of another; unknown for a path that
     * is none of this hierarchy's as mounted here.
     */
    OomScope scopeOf(String kernelPath) {
        if (isAtOrBelow(kernelPath(own), kernelPath)) {
            return isAtOrBelow(kernelPath, kernelPath(container))
                    ? OomScope.CONTAINER
                    : OomScope.ANCESTOR;
        }
        return contain(kernelPath) ? OomScope.OTHER_GROUP : OomScope.UNKNOWN;
    }

    /** As the kernel's log names a group, where all of the hierarchy is mounted. */
    static String kernelPath(MemoryCgroup group) {
        return "/" + group.mountPoint().relativize(group.folder());
    }

    private static boolean isAtOrBelow(String path, String top) {
        return path.equals(top) || path.startsWith(top.equals("/") ? top : top + "/");
    }
}
