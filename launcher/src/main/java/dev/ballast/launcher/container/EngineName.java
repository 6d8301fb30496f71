package dev.ballast.launcher.container;

import java.util.Optional;

/**
 * What an engine calls a container, from its state on this host's disk. Users chose the names:
 * never trust them.
 *
 * @param engine {@code docker}, {@code containerd}, {@code cri-o}, {@code podman}, {@code runc},
 *     {@code crun}
 * @param name as the engine's own commands take it
 */
public record EngineName(
        Optional<String> engine, Optional<String> name, Optional<PodContainer> pod) {
    public static final EngineName UNKNOWN =
            new EngineName(Optional.empty(), Optional.empty(), Optional.empty());

    /** What this one does not know, from another source. */
    EngineName or(EngineName other) {
        return new EngineName(engine.or(other::engine), name.or(other::name), pod.or(other::pod));
    }
}
