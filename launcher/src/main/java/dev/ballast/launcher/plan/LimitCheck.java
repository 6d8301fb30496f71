package dev.ballast.launcher.plan;

import dev.ballast.launcher.cgroup.Limit;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.load.LoadSpec;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.squeeze.Squeeze;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Whether memory.high of the cgroup that binds the target may be lowered, and given back. */
record LimitCheck(Host host, TargetJvm target, LoadSpec load) {
    /**
     * @throws Refusal saying why it may not
     */
    void check() throws IOException {
        MemoryCgroup group = target.bound().group().orElseThrow(this::unlimited);
        checkValue(group);
        checkBelow(target.bound().limit());
        if (group.contains(host.cgroups().of(host.launcher().pid()))) {
            throw refusal(
                    "the launcher itself is in "
                            + group.path()
                            + " and would be slowed down with it; run it outside");
        }
        if (!Files.isWritable(group.throttleFile())) {
            throw refusal(
                    "`"
                            + group.throttleFile()
                            + "` cannot be written by this launcher (it belongs to another user, or is"
                            + " mounted read-only here); run it as root, on the host");
        }
        Squeeze.checkPossible();
    }

    private Refusal unlimited() {
        return refusal(
                "no cgroup limits JVM "
                        + target.name()
                        + ", so there is none whose tasks could be slowed down; start it in one with a"
                        + " limit");
    }

    /** Whoever has set one may set it again at any time, and is not to lose it. */
    private void checkValue(MemoryCgroup group) throws IOException {
        Limit now = group.throttle();
        if (now instanceof Limit.Absent) {
            throw refusal(
                    "memory.high is a file of cgroup v2, and "
                            + group.path()
                            + ", which limits JVM "
                            + target.name()
                            + ", is in "
                            + group.version()
                            + " and has none; take a host with cgroup v2, or --level");
        }
        if (now instanceof Limit.Of of) {
            throw refusal(
                    "memory.high of "
                            + group.path()
                            + " is "
                            + of.size()
                            + " already, and belongs to whoever has set it (MemoryHigh= of systemd,"
                            + " MemoryQoS of the kubelet, another run of ballast); have it set to max"
                            + " there first");
        }
    }

    private void checkBelow(ByteSize limit) throws Refusal {
        if (load.wanted(limit.bytes()) >= limit.bytes()) {
            throw refusal("the limit is " + limit + ", and this is not below it; say less");
        }
    }

    /**
     * What there is to say of it before it begins.
     *
     * @param wantedUse what cannot be reclaimed at the highest of the level
     */
    Optional<String> note(ByteSize limit, ByteSize wantedUse) {
        ByteSize high = new ByteSize(load.wanted(limit.bytes()));
        return high.compareTo(wantedUse) >= 0
                ? Optional.empty()
                : Optional.of(
                        "memory.high will be "
                                + high
                                + ", below the "
                                + wantedUse
                                + " that cannot be reclaimed: the kernel then makes every task of the"
                                + " cgroup that asks for memory wait, up to 2 s each time");
    }

    private Refusal refusal(String why) {
        return new Refusal(load.option() + ": " + why + ". Nothing was touched");
    }
}
