package dev.ballast.launcher.container;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a container engine calls a container, as it stands in the cgroup's path. */
public record ContainerId(String text) {
    /**
     * One component of a cgroup path that is a container by its form: 64 hexadecimal digits, alone
     * (docker and containerd with cgroupfs) or in a systemd scope: {@code docker-<id>.scope},
     * {@code cri-containerd-<id>.scope}, {@code crio-<id>.scope}, {@code libpod-<id>.scope}; or
     * {@code <slice>:cri-containerd:<id>}, which runc makes when it is told of systemd and does not
     * use it. Not {@code libpod-conmon-<id>.scope}: podman's monitor is outside the container.
     */
    private static final Pattern ENGINE_ID =
            Pattern.compile("(?!libpod-conmon-)(?:[a-z-]+-|.*:)?([0-9a-f]{64})(?:\\.scope)?");

    /**
     * Any other component: the name that runc was given, in {@code runc-<name>.scope} with systemd.
     * The name may contain hyphens, the prefix does not.
     */
    private static final Pattern SCOPE = Pattern.compile("(?:[a-z]+-)?(.+)\\.scope");

    public static Optional<ContainerId> ofEngine(String component) {
        Matcher matcher = ENGINE_ID.matcher(component);
        return matcher.matches()
                ? Optional.of(new ContainerId(matcher.group(1)))
                : Optional.empty();
    }

    /** The id that this component stands for, if it is a container's at all. */
    static ContainerId ofComponent(String component) {
        Matcher scope = SCOPE.matcher(component);
        return ofEngine(component)
                .orElseGet(() -> new ContainerId(scope.matches() ? scope.group(1) : component));
    }

    /** As engines print it: the first 12 digits of a long id. */
    public String brief() {
        return text.matches("[0-9a-f]{64}") ? text.substring(0, 12) : text;
    }
}
