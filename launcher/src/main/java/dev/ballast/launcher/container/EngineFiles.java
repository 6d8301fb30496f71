package dev.ballast.launcher.container;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The state that container engines keep on the host's disk, read without any of their programs.
 * What is missing, unreadable or not understood is a name that is not known, never an error.
 */
public final class EngineFiles {
    /** A config.json has some 20 KiB; podman's list grows with its containers. */
    private static final long LONGEST_BYTES = 16 << 20;

    /** {@code coredns-5d78c9869d-8kz6q_kube-system_coredns-<id>.log}: the kubelet's own. */
    private static final Pattern LOG = Pattern.compile("([^_]+)_([^_]+)_(.+)-([0-9a-f]{64})\\.log");

    private final Path root;

    /**
     * @param root of the host's file system
     */
    public EngineFiles(Path root) {
        this.root = root;
    }

    /** Those of this machine. */
    public static EngineFiles host() {
        return new EngineFiles(Path.of("/"));
    }

    /** What is known of the container with this id. */
    public EngineName of(ContainerId id) {
        EngineName found = EngineName.UNKNOWN;
        for (Source source :
                List.<Source>of(
                        this::docker,
                        this::containerd,
                        this::containersStorage,
                        this::podman,
                        this::runc,
                        this::kubelet)) {
            if (!found.isComplete()) {
                found = found.or(source.of(id.text()));
            }
        }
        return found;
    }

    private interface Source {
        EngineName of(String id);
    }

    /** config.v2.json of Docker 1.10 and later: {@code "Name":"/shop"}. */
    private EngineName docker(String id) {
        Map<?, ?> config =
                json(root.resolve("var/lib/docker/containers").resolve(id), "config.v2.json");
        Optional<String> name = text(config, "Name").map(text -> text.replaceFirst("^/", ""));
        return config.isEmpty()
                ? EngineName.UNKNOWN
                : new EngineName(Optional.of("docker"), name, pod(labels(config), "io.kubernetes"));
    }

    private static Map<?, ?> labels(Map<?, ?> dockerConfig) {
        return map(map(dockerConfig, "Config"), "Labels");
    }

    /** The bundle that containerd gives runc, one folder for each of its namespaces. */
    private EngineName containerd(String id) {
        Path tasks = root.resolve("run/containerd/io.containerd.runtime.v2.task");
        for (Path namespace : entries(tasks)) {
            Map<?, ?> config = json(namespace.resolve(id), "config.json");
            if (!config.isEmpty()) {
                Map<?, ?> annotations = map(config, "annotations");
                boolean isDockers = namespace.getFileName().toString().equals("moby");
                return new EngineName(
                        Optional.of(isDockers ? "docker" : "containerd"),
                        text(annotations, "io.kubernetes.cri.container-name")
                                .or(() -> text(annotations, "nerdctl/name")),
                        pod(
                                text(annotations, "io.kubernetes.cri.sandbox-namespace"),
                                text(annotations, "io.kubernetes.cri.sandbox-name"),
                                text(annotations, "io.kubernetes.cri.container-name")));
            }
        }
        return EngineName.UNKNOWN;
    }

    /** The bundle of CRI-O and of podman run by root, on tmpfs or on disk. */
    private EngineName containersStorage(String id) {
        for (String storage : List.of("run/containers/storage", "var/lib/containers/storage")) {
            Path folder = root.resolve(storage).resolve("overlay-containers").resolve(id);
            Map<?, ?> annotations =
                    map(json(folder.resolve("userdata"), "config.json"), "annotations");
            boolean isCrio = annotations.containsKey("io.kubernetes.cri-o.ContainerID");
            if (isCrio) {
                return new EngineName(
                        Optional.of("cri-o"),
                        text(annotations, "io.kubernetes.cri-o.Name"),
                        pod(annotations, "io.kubernetes"));
            }
        }
        return EngineName.UNKNOWN;
    }

    /** {@code [{"id":"4bd0...","names":["shop"], ...}]}. */
    private EngineName podman(String id) {
        Path folder = root.resolve("var/lib/containers/storage/overlay-containers");
        for (String list : List.of("containers.json", "volatile-containers.json")) {
            for (Object container : jsonList(folder.resolve(list))) {
                if (container instanceof Map<?, ?> entry && id.equals(entry.get("id"))) {
                    return new EngineName(
                            Optional.of("podman"),
                            entry.get("names") instanceof List<?> names && !names.isEmpty()
                                    ? Optional.of(String.valueOf(names.get(0)))
                                    : Optional.empty(),
                            Optional.empty());
                }
            }
        }
        return EngineName.UNKNOWN;
    }

    /** Of runc alone, whose name for a container is its id. */
    private EngineName runc(String id) {
        return Files.isRegularFile(root.resolve("run/runc").resolve(id).resolve("state.json"))
                ? new EngineName(Optional.of("runc"), Optional.of(id), Optional.empty())
                : EngineName.UNKNOWN;
    }

    /** Symbolic links that the kubelet makes, whatever the engine. */
    private EngineName kubelet(String id) {
        for (Path log : entries(root.resolve("var/log/containers"))) {
            Matcher name = LOG.matcher(log.getFileName().toString());
            if (name.matches() && name.group(4).equals(id)) {
                return new EngineName(
                        Optional.empty(),
                        Optional.of(name.group(3)),
                        Optional.of(new PodContainer(name.group(2), name.group(1), name.group(3))));
            }
        }
        return EngineName.UNKNOWN;
    }

    /** The labels that the kubelet gives containers, which some engines keep as annotations. */
    private static Optional<PodContainer> pod(Map<?, ?> labels, String prefix) {
        return pod(
                text(labels, prefix + ".pod.namespace"),
                text(labels, prefix + ".pod.name"),
                text(labels, prefix + ".container.name"));
    }

    private static Optional<PodContainer> pod(
            Optional<String> namespace, Optional<String> pod, Optional<String> container) {
        return namespace.isPresent() && pod.isPresent() && container.isPresent()
                ? Optional.of(new PodContainer(namespace.get(), pod.get(), container.get()))
                : Optional.empty();
    }

    private static Optional<String> text(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof String text && !text.isBlank()
                ? Optional.of(text)
                : Optional.empty();
    }

    private static Map<?, ?> map(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof Map<?, ?> inner ? inner : Map.of();
    }

    private static Map<?, ?> json(Path folder, String name) {
        return any(folder.resolve(name)) instanceof Map<?, ?> fields ? fields : Map.of();
    }

    private static List<?> jsonList(Path file) {
        return any(file) instanceof List<?> entries ? entries : List.of();
    }

    private static Object any(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LONGEST_BYTES
                    ? JSON.std.anyFrom(Files.readString(file))
                    : Map.of();
        } catch (IOException unreadable) {
            return Map.of();
        }
    }

    private static List<Path> entries(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return java.util.stream.StreamSupport.stream(entries.spliterator(), false).toList();
        } catch (IOException | DirectoryIteratorException unreadable) {
            return List.of();
        }
    }
}
