package dev.ballast.launcher.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {
    private static final String ID =
            "4bd0f6c9a1e24b53a7b8c9d0e1f203142536475869708192a3b4c5d6e7f80910";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<id>",
                "docker-<id>.scope",
                "cri-containerd-<id>.scope",
                "crio-<id>.scope",
                "crio-<id>",
                "libpod-<id>.scope",
                "libpod-<id>",
            })
    void recognisesWhatEnginesWrite(String form) {
        Optional<ContainerId> id = ContainerId.ofEngine(form.replace("<id>", ID));
        assertEquals(Optional.of(new ContainerId(ID)), id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "system.slice",
                "docker.service",
                "init.scope",
                "session-3.scope",
                "user@1000.service",
                "4bd0f6c9a1e2",
                "docker-4bd0f6c9a1e2.scope",
                "<id>0",
                "docker-<id>0.scope",
                "docker-<id>.service",
                "docker-<id>.mount",
            })
    void takesNoOtherComponentForAnEngines(String form) {
        assertEquals(Optional.empty(), ContainerId.ofEngine(form.replace("<id>", ID)));
    }

    @Test
    void takesUpperCaseForNoId() {
        assertEquals(Optional.empty(), ContainerId.ofEngine(ID.toUpperCase()));
    }

    /** What was said to {@code runc run}, with cgroupfs and with systemd. */
    @ParameterizedTest
    @CsvSource({
        "shop, shop",
        "my-shop, my-shop",
        "runc-shop.scope, shop",
        "runc-my-shop.scope, my-shop",
        "runc-web-frontend-1.scope, web-frontend-1",
        "crun-shop.v2.scope, shop.v2",
        "plain.scope, plain",
    })
    void takesTheNameThatRuncWasGiven(String component, String name) {
        assertEquals(new ContainerId(name), ContainerId.ofComponent(component));
    }

    @Test
    void prefersAnEnginesIdToAName() {
        assertEquals(new ContainerId(ID), ContainerId.ofComponent("docker-" + ID + ".scope"));
    }

    @Test
    void shortensLongIdsOnly() {
        assertEquals("4bd0f6c9a1e2", new ContainerId(ID).brief());
        assertEquals("web-frontend-1", new ContainerId("web-frontend-1").brief());
    }
}
