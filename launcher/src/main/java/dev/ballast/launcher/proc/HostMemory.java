package dev.ballast.launcher.proc;

import dev.ballast.launcher.quantity.ByteSize;
import java.util.List;

/** What {@code /proc/meminfo} tells. */
public record HostMemory(
        ByteSize total,
        ByteSize available,
        ByteSize swapTotal,
        ByteSize swapFree,
        ByteSize mapped) {
    /** {@code MemTotal: 24651200 kB}; {@code MemAvailable} is in Linux 3.14. */
    static HostMemory parse(List<String> lines) {
        return new HostMemory(
                field(lines, "MemTotal:"),
                field(lines, "MemAvailable:"),
                field(lines, "SwapTotal:"),
                field(lines, "SwapFree:"),
                field(lines, "Mapped:"));
    }

    private static ByteSize field(List<String> lines, String name) {
        for (String line : lines) {
            if (line.startsWith(name)) {
                String[] words = line.split("\\s+");
                return new ByteSize(Long.parseLong(words[1]) * 1024);
            }
        }
        throw new IllegalArgumentException("/proc/meminfo has no line " + name);
    }
}
