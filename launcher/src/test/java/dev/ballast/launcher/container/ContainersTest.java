package dev.ballast.launcher.container;

import static dev.ballast.launcher.container.ShopHost.BANK;
import static dev.ballast.launcher.container.ShopHost.BANK_GROUP;
import static dev.ballast.launcher.container.ShopHost.BANK_NAMESPACE;
import static dev.ballast.launcher.container.ShopHost.LAUNCHER;
import static dev.ballast.launcher.container.ShopHost.SHOP;
import static dev.ballast.launcher.container.ShopHost.SHOP_GROUP;
import static dev.ballast.launcher.container.ShopHost.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.proc.FakeProc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainersTest {
    @TempDir Path temporary;
    private ShopHost host;
    private Containers containers;

    @BeforeEach
    void startAContainer() throws IOException {
        host = new ShopHost(temporary);
        containers = host.containersSeenFrom(LAUNCHER);
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
        host.add(7000, 1, "/system.slice/shop.service", FakeProc.HOST_NAMESPACE, 7000);
        assertEquals(Optional.empty(), containers.of(process(7000)));
    }

    /** {@code docker run --pid=host}. */
    @Test
    void findsAContainerInTheHostsPidNamespaceByItsCgroup() throws IOException {
        host.add(5000, 3999, BANK_GROUP, FakeProc.HOST_NAMESPACE, 5000);
        Container container = containers.of(process(5000)).orElseThrow();
        assertEquals(Optional.of(new ContainerId(BANK)), container.id());
    }

    /** {@code unshare --pid}: everything in the user's group must not be taken for a container. */
    @Test
    void takesAGroupThatTheLauncherIsInTooForNoContainers() throws IOException {
        host.add(8000, LAUNCHER, "/user.slice", BANK_NAMESPACE, 8000, 1);
        Container container = containers.of(process(8000)).orElseThrow();
        assertEquals(Optional.empty(), container.cgroup());
        assertEquals(process(8000), container.init());
    }

    @Test
    void tellsWhetherTheLauncherIsInside() throws IOException {
        assertFalse(containers.isLauncherInside());
        assertTrue(host.containersSeenFrom(4007).isLauncherInside());
    }

    @Test
    void tellsTheLaunchersOwnContainer() throws IOException {
        assertEquals(Optional.empty(), containers.ownId());
        assertEquals(Optional.of(new ContainerId(SHOP)), host.containersSeenFrom(4007).ownId());
    }
}
