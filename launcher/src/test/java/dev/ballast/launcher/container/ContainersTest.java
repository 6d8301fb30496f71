package dev.ballast.launcher.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainersTest {
    private static final String SHOP =
            "4bd0f6c9a1e24b53a7b8c9d0e1f203142536475869708192a3b4c5d6e7f80910";
    private static final String BANK =
            "4bd1a6c9a1e24b53a7b8c9d0e1f203142536475869708192a3b4c5d6e7f80910";
    private static final String SHOP_GROUP = "/system.slice/docker-" + SHOP + ".scope";
    private static final String BANK_GROUP = "/system.slice/docker-" + BANK + ".scope";
    private static final String SHOP_NAMESPACE = "pid:[4026532551]";
    private static final String BANK_NAMESPACE = "pid:[4026532552]";
    private static final int LAUNCHER = 900;

    @TempDir Path temporary;
    private FakeProc proc;
    private FakeCgroups groups;
    private Containers containers;

    /** A host with a launcher, and a container whose init is 4000 and whose JVM is 4007. */
    @BeforeEach
    void startAContainer() throws IOException {
        proc = new FakeProc(temporary.resolve("proc"));
        groups = FakeCgroups.v2(proc, temporary.resolve("cgroup"));
        add(LAUNCHER, 1, "/user.slice", FakeProc.HOST_NAMESPACE, LAUNCHER);
        add(4000, 3999, SHOP_GROUP, SHOP_NAMESPACE, 4000, 1);
        add(4007, 4000, SHOP_GROUP + "/jvm", SHOP_NAMESPACE, 4007, 7);
        containers = containersSeenFrom(LAUNCHER);
    }

    private Containers containersSeenFrom(int launcher) {
        return new Containers(proc.proc(), new MemoryCgroups(proc.proc()), launcher);
    }

    private void add(int pid, int parent, String group, String namespace, int... numbers)
            throws IOException {
        proc.process(pid, parent).namespace(pid, namespace).namespacePids(pid, numbers);
        groups.put(proc, pid, group);
    }

    private static ProcessId process(int pid) {
        return new ProcessId(pid, 1000 + pid);
    }

    /** The container's own group is the one with the engine's name, above the JVM's. */
    @Test
    void tellsTheContainerOfAProcess() throws IOException {
        Container container = containers.of(process(4007)).orElseThrow();
        assertEquals(Optional.of(new ContainerId(SHOP)), container.id());
        assertEquals(SHOP_GROUP, container.cgroup().orElseThrow().path());
        assertEquals(process(4000), container.init());
        assertEquals("container 4bd0f6c9a1e2", container.name());
    }

    @Test
    void findsNoContainerAroundAProcessOfTheHost() throws IOException {
        add(7000, 1, "/system.slice/shop.service", FakeProc.HOST_NAMESPACE, 7000);
        assertEquals(Optional.empty(), containers.of(process(7000)));
    }

    /** {@code docker run --pid=host}. */
    @Test
    void findsAContainerInTheHostsPidNamespaceByItsCgroup() throws IOException {
        add(5000, 3999, BANK_GROUP, FakeProc.HOST_NAMESPACE, 5000);
        Container container = containers.of(process(5000)).orElseThrow();
        assertEquals(Optional.of(new ContainerId(BANK)), container.id());
    }

    /** {@code unshare --pid}: everything in the user's group must not be taken for a container. */
    @Test
    void takesAGroupThatTheLauncherIsInTooForNoContainers() throws IOException {
        add(8000, LAUNCHER, "/user.slice", BANK_NAMESPACE, 8000, 1);
        Container container = containers.of(process(8000)).orElseThrow();
        assertEquals(Optional.empty(), container.cgroup());
        assertEquals(process(8000), container.init());
    }

    @Test
    void tellsWhetherTheLauncherIsInside() throws IOException {
        assertFalse(containers.isLauncherInside());
        assertTrue(containersSeenFrom(4007).isLauncherInside());
    }

    @Test
    void tellsTheLaunchersOwnContainer() throws IOException {
        assertEquals(Optional.empty(), containers.ownId());
        assertEquals(Optional.of(new ContainerId(SHOP)), containersSeenFrom(4007).ownId());
    }
}
