package dev.ballast.launcher.proc;

import java.util.Set;

/**
 * One line of {@code /proc/<pid>/mountinfo}.
 *
 * @param root the folder of the file system that is mounted: not "/" for a cgroup bind mount
 */
public record Mount(String root, String mountPoint, String type, Set<String> options) {
    /**
     * {@code 35 31 0:32 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory}.
     */
    static Mount parse(String line) {
        String[] halves = line.split(" - ", 2);
        String[] left = halves[0].split(" ");
        String[] right = halves.length == 2 ? halves[1].split(" ") : new String[0];
        if (left.length < 6 || right.length < 3) {
            throw new IllegalArgumentException("not a line of /proc/<pid>/mountinfo: " + line);
        }
        return new Mount(
                unescape(left[3]), unescape(left[4]), right[0], Set.of(right[2].split(",")));
    }

    /** The kernel writes space, tab, newline and backslash as {@code \040} and so on. */
    private static String unescape(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
