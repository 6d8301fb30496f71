package dev.ballast.launcher.container;

import static dev.ballast.launcher.container.JsonFile.object;
import static dev.ballast.launcher.container.JsonFile.text;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The state that container engines keep on the host's disk, read without any of their programs:
 * lists once, when they are first asked for. What is missing, unreadable or not understood is a
 * name that is not known, never an error.
 */
public final class EngineFiles {
    /** {@code coredns-5d78c9869d-8kz6q_kube-system_coredns-<id>.log}: the kubelet's own. */
    private static final Pattern LOG = Pattern.compile("([^_]+)_([^_]+)_(.+)-([0-9a-f]{64})\\.log");

    /** What engines and runtimes take for an id: never a path that leads elsewhere. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.+-]*");

    private static final int ROOT_UID = 0;

    private final Path root;
    private final PodmanStorage podman;
    private final Map<Integer, Map<String, String>> podmanNames = new HashMap<>();
    private Map<String, PodContainer> kubeletLogs;

    /**
     * @param root of the host's file system
     */
    public EngineFiles(Path root) {
        this.root = root;
        this.podman = new PodmanStorage(root);
    }

    /** Those of this machine. */
    public static EngineFiles host() {
        return new EngineFiles(Path.of("/"));
    }

    /** What is known of a container. */
    public synchronized EngineName of(Container container) {
        String id = container.id().map(ContainerId::text).orElse("");
        if (!ID.matcher(id).matches()) {
            return EngineName.UNKNOWN;
        }
        EngineName found = EngineName.UNKNOWN;
        for (EngineName known :
                List.of(
                        docker(id),
                        containerd(id),
                        crio(id),
                        podman(id, owner(container)),
                        runtime(id),
                        kubelet(id))) {
            found = found.or(known);
        }
        return found;
    }

    /** config.v2.json of Docker 1.10 and later: {@code "Name":"/shop"}. */
    private EngineName docker(String id) {
        Path folder = root.resolve("var/lib/docker/containers").resolve(id);
        Map<?, ?> config = object(folder.resolve("config.v2.json"));
        return config.isEmpty()
                ? EngineName.UNKNOWN
                : new EngineName(
                        Optional.of("docker"),
                        text(config, "Name").map(text -> text.replaceFirst("^/", "")),
                        labelled(object(object(config, "Config"), "Labels")));
    }

    /** The bundle that containerd gives runc, one folder for each of its namespaces. */
    private EngineName containerd(String id) {
        for (Path namespace : entries("run/containerd/io.containerd.runtime.v2.task")) {
            Map<?, ?> config =
                    namespace.endsWith("moby") // Docker's
                            ? Map.of()
                            : object(namespace.resolve(id).resolve("config.json"));
            if (!config.isEmpty()) {
                Map<?, ?> annotations = object(config, "annotations");
                String cri = "io.kubernetes.cri.";
                Optional<String> inPod = text(annotations, cri + "container-name");
                return new EngineName(
                        Optional.of("containerd"),
                        inPod.or(() -> text(annotations, "nerdctl/name")).or(() -> Optional.of(id)),
                        pod(
                                text(annotations, cri + "sandbox-namespace"),
                                text(annotations, cri + "sandbox-name"),
                                inPod));
            }
        }
        return EngineName.UNKNOWN;
    }

    /** The bundle of CRI-O, which has podman's storage, on tmpfs or on disk. */
    private EngineName crio(String id) {
        for (String storage : List.of("run/containers/storage", "var/lib/containers/storage")) {
            Path folder = root.resolve(storage).resolve("overlay-containers").resolve(id);
            Map<?, ?> config = object(folder.resolve("userdata").resolve("config.json"));
            Map<?, ?> annotations = object(config, "annotations");
            if (annotations.containsKey("io.kubernetes.cri-o.ContainerID")) {
                Optional<PodContainer> pod =
                        text(annotations, "io.kubernetes.cri-o.Labels")
                                .map(JsonFile::parsed)
                                .flatMap(EngineFiles::labelled);
                return new EngineName(
                        Optional.of("cri-o"),
                        pod.map(PodContainer::container)
                                .or(() -> text(annotations, "io.kubernetes.cri-o.Name")),
                        pod);
            }
        }
        return EngineName.UNKNOWN;
    }

    private EngineName podman(String id, int owner) {
        String name =
                podmanNames
                        .computeIfAbsent(
                                owner,
                                uid -> uid == ROOT_UID ? podman.ofRoot() : podman.ofUser(uid))
                        .get(id);
        return name == null
                ? EngineName.UNKNOWN
                : new EngineName(Optional.of("podman"), Optional.of(name), Optional.empty());
    }

    /** The user to whom the container's cgroup was delegated; root when that cannot be told. */
    private static int owner(Container container) {
        try {
            Optional<Path> folder = container.cgroup().map(MemoryCgroup::folder);
            return folder.isEmpty() ? ROOT_UID : (int) Files.getAttribute(folder.get(), "unix:uid");
        } catch (IOException removed) {
            return ROOT_UID;
        }
    }

    /** Of a runtime that nobody else has called: its name for a container is its id. */
    private EngineName runtime(String id) {
        for (Map.Entry<String, String> state :
                Map.of("runc", "state.json", "crun", "status").entrySet()) {
            Path folder = root.resolve("run").resolve(state.getKey()).resolve(id);
            if (Files.isRegularFile(folder.resolve(state.getValue()))) {
                return new EngineName(
                        Optional.of(state.getKey()), Optional.of(id), Optional.empty());
            }
        }
        return EngineName.UNKNOWN;
    }

    /** Symbolic links that the kubelet makes, whatever the engine. */
    private EngineName kubelet(String id) {
        if (kubeletLogs == null) {
            kubeletLogs = new HashMap<>();
            for (Path log : entries("var/log/containers")) {
                Matcher name = LOG.matcher(log.getFileName().toString());
                if (name.matches()) {
                    kubeletLogs.put(
                            name.group(4),
                            new PodContainer(name.group(2), name.group(1), name.group(3)));
                }
            }
        }
        Optional<PodContainer> pod = Optional.ofNullable(kubeletLogs.get(id));
        return new EngineName(Optional.empty(), pod.map(PodContainer::container), pod);
    }

    /** The labels that the kubelet gives containers. */
    private static Optional<PodContainer> labelled(Map<?, ?> labels) {
        return pod(
                text(labels, "io.kubernetes.pod.namespace"),
                text(labels, "io.kubernetes.pod.name"),
                text(labels, "io.kubernetes.container.name"));
    }

    private static Optional<PodContainer> pod(
            Optional<String> namespace, Optional<String> pod, Optional<String> container) {
        return namespace.isPresent() && pod.isPresent() && container.isPresent()
                ? Optional.of(new PodContainer(namespace.get(), pod.get(), container.get()))
                : Optional.empty();
    }

    private List<Path> entries(String folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
            entries.forEach(found::add);
        } catch (IOException | DirectoryIteratorException unreadable) {
            return List.of();
        }
        return found;
    }
}
