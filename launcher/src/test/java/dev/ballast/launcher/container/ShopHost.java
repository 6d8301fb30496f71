package dev.ballast.launcher.container;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A host with a launcher, and a container SHOP whose init is 4000 and whose JVM is 4007. Container
 * BANK can be added.
 */
public final class ShopHost {
    public static final String SHOP =
            "4bd0f6c9a1e24b53a7b8c9d0e1f203142536475869708192a3b4c5d6e7f80910";
    public static final String BANK =
            "4bd1a6c9a1e24b53a7b8c9d0e1f203142536475869708192a3b4c5d6e7f80910";
    public static final String SHOP_GROUP = "/system.slice/docker-" + SHOP + ".scope";
    public static final String BANK_GROUP = "/system.slice/docker-" + BANK + ".scope";
    public static final String BANK_NAMESPACE = "pid:[4026532552]";
    public static final int LAUNCHER = 900;

    private static final String SHOP_NAMESPACE = "pid:[4026532551]";

    private final FakeProc proc;
    private final FakeCgroups groups;

    /**
     * @param folder for its /proc and its cgroups
     */
    public ShopHost(Path folder) throws IOException {
        proc = new FakeProc(folder.resolve("proc"));
        groups = FakeCgroups.v2(proc, folder.resolve("cgroup"));
        add(LAUNCHER, 1, "/user.slice", FakeProc.HOST_NAMESPACE, LAUNCHER);
        add(4000, 3999, SHOP_GROUP, SHOP_NAMESPACE, 4000, 1);
        add(4007, 4000, SHOP_GROUP + "/jvm", SHOP_NAMESPACE, 4007, 7);
    }

    /** A process that is no JVM, and its numbers from the launcher's PID namespace inwards. */
    public void add(int pid, int parent, String group, String namespace, int... numbers)
            throws IOException {
        proc.process(pid, parent).namespace(pid, namespace).namespacePids(pid, numbers);
        proc.write(pid + "/maps", "").write(pid + "/cmdline", "sh\0");
        groups.put(proc, pid, group);
    }

    public FakeProc proc() {
        return proc;
    }

    public MemoryCgroups cgroups() {
        return new MemoryCgroups(proc.proc());
    }

    /** As a launcher finds them that is this process. */
    public Containers containersSeenFrom(int launcher) {
        return new Containers(proc.proc(), cgroups(), launcher);
    }

    public static ProcessId process(int pid) {
        return new ProcessId(pid, 1000 + pid);
    }
}
