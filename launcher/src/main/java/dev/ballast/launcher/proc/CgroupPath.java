package dev.ballast.launcher.proc;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One line of {@code /proc/<pid>/cgroup}.
 *
 * @param controllers of a v1 hierarchy; empty for the v2 one
 * @param path below that hierarchy's root, as the launcher's cgroup namespace shows it
 */
public record CgroupPath(Set<String> controllers, String path) {
    /** {@code 4:memory:/docker/4bd0...} on v1, {@code 0::/system.slice/x.service} on v2. */
    static CgroupPath parse(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a line of /proc/<pid>/cgroup: " + line);
        }
        return new CgroupPath(
                parts[1].isEmpty() ? Set.of() : Set.of(parts[1].split(",")), parts[2]);
    }

    /**
     * The names on the way down. Not as a {@link java.nio.file.Path}: names are any bytes, and not
     * every locale has a path for them.
     */
    public List<String> components() {
        return Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList();
    }

    public boolean isV2() {
        return controllers.isEmpty();
    }
}
