package dev.ballast.launcher.plan;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.govern.FuseSize;
import dev.ballast.launcher.guard.GuardPlan;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a relief fuse will be charged. */
public sealed interface FusePlan {
    /** It will, to the target's own cgroup: a leaf, since the target is in it. */
    record In(MemoryCgroup cgroup, FuseSize size) implements FusePlan {}

    /**
     * It will not.
     *
     * @param isOwnChoice whether the user said so, or asked for nothing that needs one
     */
    record None(String reason, boolean isOwnChoice) implements FusePlan {}

    /** How large it is to be; nothing when there is none. */
    default FuseSize size() {
        return this instanceof In in ? in.size : new FuseSize.None();
    }

    /**
     * @throws Refusal when a size was asked for and there can be none
     */
    static FusePlan judge(Host host, TargetJvm target, Intent intent, Optional<GuardPlan> guard)
            throws IOException {
        if (intent.fuse().equals(Optional.of(ByteSize.ZERO))) {
            return new None("--fuse 0", true);
        }
        if (guard.isEmpty() && intent.fuse().isEmpty()) {
            return new None("nobody is protected", true);
        }
        Optional<String> obstacle = obstacle(host, target);
        if (obstacle.isEmpty()
                && !guard.map(GuardPlan::score).equals(Optional.of(OomScoreAdj.NEVER))) {
            obstacle = dyingTogether(target);
        }
        if (obstacle.isEmpty()) {
            return new In(
                    target.cgroup(),
                    intent.fuse()
                            .<FuseSize>map(size -> new FuseSize.Fixed(size.bytes()))
                            .orElseGet(FuseSize.ForSafepoint::new));
        }
        if (intent.fuse().isPresent()) {
            throw new Refusal(
                    "--fuse: there can be no relief fuse: "
                            + obstacle.get()
                            + "; nothing was touched");
        }
        return new None(obstacle.get(), false);
    }

    /** Why none can be charged to the target's cgroup. */
    public static Optional<String> obstacle(Host host, TargetJvm target) throws IOException {
        MemoryCgroup cgroup = target.cgroup();
        if (!target.bound().isCgroup()) {
            return Optional.of("the base is the host's memory, not a cgroup's limit");
        }
        if (target.bound().covers(host.cgroups().of(host.launcher().pid()))) {
            return Optional.of("the launcher itself is under this limit");
        }
        for (Path file : toEnter(cgroup, host.cgroups().of(host.launcher().pid()))) {
            if (!Files.isWritable(file)) {
                return Optional.of("this user may not write `" + file + "`");
            }
        }
        return Optional.empty();
    }

    /** Why none should be where others may be killed. */
    static Optional<String> dyingTogether(TargetJvm target) throws IOException {
        return target.cgroup()
                .dyingTogether(Optional.empty())
                .map(
                        group ->
                                "memory.oom.group is set: should the process that charges it be"
                                        + " killed, all of the container that is not at -1000 would"
                                        + " go with it");
    }

    /**
     * What a child of the launcher must be able to write: v2 also asks for the lowest group that
     * both are below (cgroup-v2.rst, "Delegation Containment").
     */
    private static List<Path> toEnter(MemoryCgroup cgroup, MemoryCgroup launcher) {
        Stream<MemoryCgroup> common =
                cgroup.needsCommonAncestor()
                        ? cgroup.upwards().stream()
                                .filter(group -> group.contains(launcher))
                                .limit(1)
                        : Stream.empty();
        return Stream.concat(Stream.of(cgroup), common).map(MemoryCgroup::processesFile).toList();
    }
}
