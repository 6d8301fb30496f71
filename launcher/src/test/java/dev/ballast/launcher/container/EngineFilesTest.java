package dev.ballast.launcher.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.cgroup.FakeCgroups;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.proc.FakeProc;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On what docker 20.10, containerd 1.6, podman 4.3, runc 1.1 and crun 1.8 left on the disk of the
 * lab's machine, each with a container named shop.
 */
class EngineFilesTest {
    private static final int PID = 4007;
    private static final String DOCKERS =
            "2668fe44050647d9a1ea53b3a06e816f587bcdc7bd9d5e5f1c38d693024c847f";
    private static final String KUBELETS =
            "44444444444444444444444444444444444444444444444444444444444444ab";
    private static final String ROOTLESS =
            "88ec5c3df90c41af1b52ec7a083d4edb375eb3d4feda8f226e2f6c0333a29c71";
    private static final String STORAGE =
            "home/rootless/.local/share/containers/storage/overlay-containers/containers.json";

    @TempDir Path temporary;
    private Path root;

    @BeforeEach
    void copyTheEnginesFiles() throws Exception {
        root = temporary.resolve("host");
        Path kept = Path.of(EngineFilesTest.class.getResource("/engines").toURI());
        try (var files = Files.walk(kept)) {
            for (Path file : files.toList()) {
                Files.copy(file, root.resolve(kept.relativize(file).toString()));
            }
        }
    }

    private MemoryCgroup cgroup(String path) throws IOException {
        FakeProc proc = new FakeProc(temporary.resolve("proc")).process(PID, 1);
        FakeCgroups.v2(proc, temporary.resolve("cgroup")).put(proc, PID, path);
        return new MemoryCgroups(proc.proc()).of(PID);
    }

    private EngineName nameOf(String id) throws IOException {
        return nameOf(id, cgroup("/" + id));
    }

    private EngineName nameOf(String id, MemoryCgroup cgroup) {
        return new EngineFiles(root)
                .of(
                        new Container(
                                Optional.of(new ContainerId(id)),
                                Optional.of(cgroup),
                                new ProcessId(PID, 1)));
    }

    @ParameterizedTest
    @CsvSource({
        DOCKERS + ",docker,shop",
        "shop,containerd,app",
        KUBELETS + ",containerd,app",
        "ec8ecb7460038e5706726cb565d0d5383b5084fb8cc8991ab4167d1adca0cb80,podman,shop",
        "shop-runc,runc,shop-runc",
        "shop-crun,crun,shop-crun"
    })
    void tellsTheEngineAndTheName(String id, String engine, String name) throws IOException {
        EngineName found = nameOf(id);
        assertEquals(Optional.of(engine), found.engine());
        assertEquals(Optional.of(name), found.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {DOCKERS, KUBELETS})
    void tellsThePod(String id) throws IOException {
        assertEquals(
                Optional.of(new PodContainer("prod", "shop-5d78c9869d-8kz6q", "app")),
                nameOf(id).pod());
    }

    @Test
    void readsTheStorageOfTheUserThatTheCgroupWasGivenTo() throws IOException {
        MemoryCgroup cgroup = cgroup("/user.slice/libpod-" + ROOTLESS);
        int own = (int) Files.getAttribute(temporary, "unix:uid");
        int user = own == 0 ? 1000 : own; // another than root: as root, it is made so
        if (own == 0) {
            Files.setAttribute(cgroup.folder(), "unix:uid", user);
            Files.setAttribute(root.resolve(STORAGE), "unix:uid", user);
        }
        String home = "rootless:x:" + user + ":" + user + "::/home/rootless:/bin/bash\n";
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0\nodd\n" + home);
        assertEquals(Optional.of("podman"), nameOf(ROOTLESS, cgroup).engine());
        assertEquals(Optional.of("shop-root"), nameOf(ROOTLESS, cgroup).name());
    }

    /** A user's home may be a trap for who reads it as root. */
    @Test
    void followsNoSymbolicLinkInAUsersHome() throws IOException {
        MemoryCgroup cgroup = cgroup("/user.slice/libpod-" + ROOTLESS);
        int own = (int) Files.getAttribute(temporary, "unix:uid");
        int user = own == 0 ? 1000 : own;
        Path storage = root.resolve(STORAGE);
        Path elsewhere = Files.move(storage, temporary.resolve("elsewhere.json"));
        Files.createSymbolicLink(storage, elsewhere);
        if (own == 0) {
            Files.setAttribute(cgroup.folder(), "unix:uid", user);
            Files.setAttribute(elsewhere, "unix:uid", user);
        }
        Files.writeString(root.resolve("etc/passwd"), "r:x:" + user + ":1::/home/rootless:/sh\n");
        assertEquals(EngineName.UNKNOWN, nameOf(ROOTLESS, cgroup));
    }

    /** Names as CRI-O's container_create.go and the kubelet's labels give them. */
    @Test
    void readsTheLabelsOfCrio() throws IOException {
        String id = DOCKERS.replace('2', '3');
        Path bundle = root.resolve("run/containers/storage/overlay-containers/" + id + "/userdata");
        Files.createDirectories(bundle);
        Files.writeString(
                bundle.resolve("config.json"),
                "{\"annotations\":{\"io.kubernetes.cri-o.ContainerID\":\""
                        + id
                        + "\",\"io.kubernetes.cri-o.Name\":\"k8s_app_shop_prod_uid_0\","
                        + "\"io.kubernetes.cri-o.Labels\":\"{\\\"io.kubernetes.container.name\\\":"
                        + "\\\"app\\\",\\\"io.kubernetes.pod.name\\\":\\\"shop\\\","
                        + "\\\"io.kubernetes.pod.namespace\\\":\\\"prod\\\"}\"}}");
        EngineName found = nameOf(id);
        assertEquals(Optional.of("cri-o"), found.engine());
        assertEquals(Optional.of("app"), found.name());
        assertEquals(Optional.of(new PodContainer("prod", "shop", "app")), found.pod());
    }

    @Test
    void takesThePodFromTheNamesOfTheKubeletsLogs() throws IOException {
        Path logs = Files.createDirectories(root.resolve("var/log/containers"));
        String id = DOCKERS.replace('2', '3');
        Files.createFile(logs.resolve("shop-0_prod_app-" + id + ".log"));
        Files.createFile(logs.resolve("odd name"));
        EngineName found = nameOf(id);
        assertEquals(Optional.empty(), found.engine());
        assertEquals(Optional.of(new PodContainer("prod", "shop-0", "app")), found.pod());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "..", "../../etc", "a/b", "-x", " ", "x\ny"})
    void knowsNothingOfWhatNoEngineHasMade(String id) throws IOException {
        assertEquals(EngineName.UNKNOWN, nameOf(id, cgroup("/group")));
    }

    /** Half written, or by a version that is not known. */
    @Test
    void knowsNothingFromAFileThatItDoesNotUnderstand() throws IOException {
        for (String text :
                List.of("", "{", "[]", "null", "{\"Name\":7}", "\u0000", "[".repeat(100_000))) {
            Map<String, String> files =
                    Map.of(
                            "var/lib/docker/containers/" + DOCKERS + "/config.v2.json",
                            text,
                            "var/lib/containers/storage/overlay-containers/containers.json",
                            text);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(root.resolve(file.getKey()), file.getValue());
            }
            assertEquals(Optional.empty(), nameOf(DOCKERS).name(), text);
        }
    }
}
