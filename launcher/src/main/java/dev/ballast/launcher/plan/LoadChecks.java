package dev.ballast.launcher.plan;

import dev.ballast.launcher.cgroup.TaskLimit;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.load.Kind;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.pagecache.DiskFolder;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Whether what presses beside the level can be there, as far as that can be known from outside. */
record LoadChecks(Host host, TargetJvm target, Intent intent) {
    private static final String NOTHING = "; nothing was touched";

    /**
     * @param limit of the target's bound
     * @param inUse what cannot be reclaimed now
     * @param atLevel the same when the level is reached
     */
    void check(ByteSize limit, ByteSize inUse, ByteSize atLevel) throws IOException {
        for (LoadSpec load : intent.loads()) {
            switch (load.kind()) {
                case THREADS -> {
                    checkThreads(load);
                    ByteSize others = intent.wanted().besides(inUse, atLevel);
                    checkStacks(load, limit.minusOrZero(others));
                }
                case PAGECACHE ->
                        checkPageCache(
                                load,
                                new ByteSize(load.wanted(limit.bytes())),
                                limit.minusOrZero(atLevel));
                case LIMIT -> new LimitCheck(host, target, load).check();
                default -> {} // only the JVM can tell
            }
        }
    }

    private void checkPageCache(LoadSpec load, ByteSize wanted, ByteSize free) throws IOException {
        Optional<String> obstacle = FusePlan.obstacle(host, target);
        if (obstacle.isEmpty() && !intent.protect().equals(Optional.of(OomScoreAdj.NEVER))) {
            obstacle = FusePlan.dyingTogether(target);
        }
        if (obstacle.isPresent()) {
            throw new Refusal(
                    load.option()
                            + ": none can be charged to the target's cgroup: "
                            + obstacle.get()
                            + NOTHING);
        }
        if (DiskFolder.find(host.proc()).isEmpty()) {
            throw new Refusal(
                    load.option()
                            + ": neither /var/tmp nor /tmp is on a disk (ext4, xfs, btrfs, f2fs) and can"
                            + " be written: the kernel does not reclaim pages of a file in memory"
                            + NOTHING);
        }
        if (wanted.compareTo(free) > 0) {
            throw new Refusal(
                    load.option()
                            + ": only "
                            + free
                            + " of the limit are left for it beside the level"
                            + NOTHING);
        }
    }

    /**
     * What there is to say of them before they begin.
     *
     * @param wantedUse what cannot be reclaimed at the highest of the level
     */
    List<String> notes(ByteSize limit, ByteSize wantedUse) {
        return intent.loads().stream()
                .filter(load -> load.kind() == Kind.LIMIT)
                .flatMap(load -> new LimitCheck(host, target, load).note(limit, wantedUse).stream())
                .toList();
    }

    private static void checkStacks(LoadSpec load, ByteSize free) throws Refusal {
        if (load.piece().isEmpty()) {
            return;
        }
        ByteSize stacks = new ByteSize(load.wanted(0) * load.piece().get().bytes());
        if (stacks.compareTo(free) > 0) {
            throw new Refusal(
                    load.option()
                            + ": stacks of "
                            + stacks
                            + " do not fit, only "
                            + free
                            + " of the limit are free"
                            + NOTHING);
        }
    }

    private void checkThreads(LoadSpec load) throws IOException {
        TaskLimit tasks = new TaskLimit(host.proc());
        Optional<TaskLimit.Room> room = tasks.room(target.process().pid());
        if (load.isUntilRefused()) {
            checkEndOfThreads(load, tasks, room);
        } else if (room.isPresent() && load.wanted(0) > room.get().tasks()) {
            throw new Refusal(
                    load.option()
                            + ": pids.max allows "
                            + room.get().tasks()
                            + " more now, for JVM "
                            + target.name()
                            + " and all who share its cgroup; say less, or `--area threads"
                            + " --until-oome` when that is what is to be tested"
                            + NOTHING);
        }
    }

    /** Others than the JVM shall go on, the launcher first of all: it has to give back. */
    private void checkEndOfThreads(LoadSpec load, TaskLimit tasks, Optional<TaskLimit.Room> room)
            throws IOException {
        long ofHost = host.proc().mostTasks() / 2;
        if (room.isEmpty() || room.get().tasks() > ofHost) {
            throw new Refusal(
                    load.option()
                            + ": no cgroup of JVM "
                            + target.name()
                            + " limits its tasks (pids.max) to less than half of what this host has,"
                            + " which would be the one that has no more; say how many"
                            + NOTHING);
        }
        if (tasks.isIn(host.launcher().pid(), room.get())) {
            throw new Refusal(
                    load.option()
                            + ": the launcher itself counts in "
                            + room.get().folder()
                            + ", whose pids.max would be used up, and could start nothing that gives"
                            + " back; run it outside, or say how many"
                            + NOTHING);
        }
    }
}
