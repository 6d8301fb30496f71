package dev.ballast.launcher.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

    @Test
    void findsAProcessByItsNumberInside() throws IOException {
        assertEquals(process(4007), containers.find("4bd0f6", 7));
        assertEquals(process(4000), containers.find(SHOP, 1));
    }

    @Test
    void findsTheRightOneOfTwoContainers() throws IOException {
        add(5000, 3999, BANK_GROUP, BANK_NAMESPACE, 5000, 1);
        assertEquals(process(4000), containers.find("4bd0", 1));
        assertEquals(process(5000), containers.find("4bd1", 1));
    }

    @Test
    void listsBothWhenTwoContainersFit() throws IOException {
        add(5000, 3999, BANK_GROUP, BANK_NAMESPACE, 5000, 1);
        var failure = assertThrows(IOException.class, () -> containers.find("4bd", 1));
        for (String word : new String[] {"more than one", SHOP, BANK, "4000", "5000"}) {
            assertTrue(failure.getMessage().contains(word), failure.getMessage());
        }
    }

    /** A container may hold two PID namespaces, and each of them a process with this number. */
    @Test
    void listsBothWhenTwoProcessesOfAContainerFit() throws IOException {
        add(4100, 4000, SHOP_GROUP, "pid:[4026532553]", 4100, 20, 7);
        var failure = assertThrows(IOException.class, () -> containers.find("4bd0", 7));
        assertTrue(failure.getMessage().matches(".*\\b4007\\b.*"), failure.getMessage());
        assertTrue(failure.getMessage().matches(".*\\b4100\\b.*"), failure.getMessage());
    }

    @Test
    void printsNoControlCharactersOfACgroupsName() throws IOException {
        add(5000, 3999, "/x\033]0;root\007/docker-" + SHOP + ".scope", BANK_NAMESPACE, 5000, 1);
        add(5001, 3999, "/4bd0\033[2J", "pid:[4026532553]", 5001, 1);
        IOException several = assertThrows(IOException.class, () -> containers.find("4bd0", 1));
        assertFalse(several.getMessage().contains("\033"), several.getMessage());
    }

    @Test
    void refusesAContainerOrANumberThatIsNotThere() {
        assertThrows(IOException.class, () -> containers.find("5", 7));
        var failure = assertThrows(IOException.class, () -> containers.find("4bd0", 8));
        assertTrue(failure.getMessage().contains("no process is PID 8"), failure.getMessage());
    }

    /** Until it is reaped, an ended container's PID 1 still shows the cgroup that it was in. */
    @Test
    void findsANewContainerWhileTheOldOneOfThisNameIsAZombie() throws Exception {
        add(6000, 1, "/web (deleted)", BANK_NAMESPACE, 6000, 1);
        proc.memory(6000, 0, 0, 0);
        add(6100, 1, "/web", "pid:[4026532553]", 6100, 1);
        assertEquals(process(6100), containers.find("web", 1));
    }

    /** The number on the host is not the one inside. */
    @Test
    void doesNotFindAProcessByItsNumberOutside() {
        assertThrows(IOException.class, () -> containers.find("4bd0", 4007));
    }

    @Test
    void countsAContainerOnceThoughItIsInManyHierarchies() throws IOException {
        proc.cgroup(4007, "4:memory:/docker/" + SHOP, "3:cpu:/docker/" + SHOP, "0::" + SHOP_GROUP);
        assertEquals(process(4007), containers.find("4bd0", 7));
    }

    @Test
    void findsAContainerByTheNameThatRuncWasGiven() throws IOException {
        add(6000, 1, "/system.slice/runc-web-frontend-1.scope", BANK_NAMESPACE, 6000, 1);
        assertEquals(process(6000), containers.find("web-front", 1));
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
