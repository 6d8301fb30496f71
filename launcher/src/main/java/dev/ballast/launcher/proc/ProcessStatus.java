package dev.ballast.launcher.proc;

import dev.ballast.launcher.quantity.ByteSize;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code /proc/<pid>/status} tells.
 *
 * @param namespacePids the process's PID in each PID namespace, from the launcher's inwards
 * @param uid effective user id, in the launcher's user namespace
 * @param gid effective group id
 * @param isFiltered whether a seccomp filter decides which system calls it may make
 * @param residentBytes VmRSS: anonymous, file and shared memory pages
 * @param anonymousBytes RssAnon: the part that ballast adds to
 * @param swappedBytes VmSwap: anonymous pages that are in swap
 * @param pageTableBytes VmPTE: page tables of all levels (since Linux 4.15)
 */
public record ProcessStatus(
        int pid,
        List<Integer> namespacePids,
        int uid,
        int gid,
        long effectiveCapabilities,
        long caughtSignals,
        int threads,
        boolean isFiltered,
        ByteSize residentBytes,
        ByteSize anonymousBytes,
        ByteSize swappedBytes,
        ByteSize pageTableBytes) {
    private static final int SIGQUIT = 3;
    private static final String SECCOMP_MODE_FILTER = "2";

    /** PID in the innermost namespace: what the process itself believes it is. */
    public int innermostPid() {
        return namespacePids.get(namespacePids.size() - 1);
    }

    /** HotSpot catches SIGQUIT once it is up, unless it was started with -Xrs. */
    public boolean catchesQuit() {
        return (caughtSignals >> (SIGQUIT - 1) & 1) == 1;
    }

    /** A kernel thread has none of its own, nor a zombie. */
    public boolean hasMemory() {
        return residentBytes.bytes() > 0;
    }

    /** Whether the capability is in force, in the process's own user namespace. */
    public boolean has(Capability capability) {
        return (effectiveCapabilities >> capability.number() & 1) == 1;
    }

    /**
     * Lines from a 6.18 kernel, for a JVM that is PID 7 in its container: {@code Uid: 1000 1000
     * 1000 1000} (real, effective, saved, file system), {@code NSpid: 4711 7}, {@code SigCgt:
     * 0000000181005ccf}, {@code VmRSS: 41234 kB}. A zombie or kernel thread has no Vm lines.
     */
    static ProcessStatus parse(List<String> lines) {
        Map<String, String> fields = new HashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        int pid = Integer.parseInt(required(fields, "Pid"));
        return new ProcessStatus(
                pid,
                // NSpid is in Linux 4.1; before it a process is taken to be in the launcher's
                // namespace.
                ids(fields.getOrDefault("NSpid", Integer.toString(pid))),
                effective(required(fields, "Uid")),
                effective(required(fields, "Gid")),
                Long.parseUnsignedLong(required(fields, "CapEff"), 16),
                Long.parseUnsignedLong(required(fields, "SigCgt"), 16),
                Integer.parseInt(required(fields, "Threads")),
                fields.getOrDefault("Seccomp", "0").equals(SECCOMP_MODE_FILTER),
                kibibytes(fields.getOrDefault("VmRSS", "0 kB")),
                kibibytes(fields.getOrDefault("RssAnon", "0 kB")),
                kibibytes(fields.getOrDefault("VmSwap", "0 kB")),
                kibibytes(fields.getOrDefault("VmPTE", "0 kB")));
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("/proc/<pid>/status has no line " + name);
        }
        return value;
    }

    /** The second of real, effective, saved and file system id. */
    private static int effective(String text) {
        List<Integer> ids = ids(text);
        if (ids.size() < 2) {
            throw new IllegalArgumentException("/proc/<pid>/status has no two ids in: " + text);
        }
        return ids.get(1);
    }

    private static List<Integer> ids(String text) {
        return Arrays.stream(text.split("\\s+")).map(Integer::parseUnsignedInt).toList();
    }

    private static ByteSize kibibytes(String text) {
        return new ByteSize(Long.parseLong(text.substring(0, text.indexOf(' '))) * 1024);
    }
}
