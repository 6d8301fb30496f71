package dev.ballast.launcher.watch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one record of the kernel's log says about an OOM kill. Names of programs and of cgroups are
 * chosen by whoever is in the container, so numbers are read from where the kernel writes last.
 */
sealed interface KernelOom {
    /**
     * Why, and whom first. Left out by the kernel when there are more than ten OOM kills in 5 s.
     *
     * @param limit the cgroup that was full, from the hierarchy's root; none when the host was
     * @param victimsGroup of the process
     */
    record Cause(Optional<String> limit, String victimsGroup, int pid) implements KernelOom {}

    /** Who was sent SIGKILL; a line for each process. */
    record Kill(boolean isOfHost, int pid, String name) implements KernelOom {}

    /** All of a group follows, because of memory.oom.group. */
    record WholeGroup() implements KernelOom {}

    /**
     * Record of a 6.18 kernel: {@code 6,970,2118121797,-;oom-kill:constraint=CONSTRAINT_MEMCG,
     * nodemask=(null),cpuset=it,mems_allowed=0,oom_memcg=/a/it,task_memcg=/a/it,task=java,
     * pid=27077,uid=1000} (without the spaces), with {@code global_oom} instead of {@code
     * oom_memcg=} where the host was full.
     */
    Pattern CAUSE_START =
            Pattern.compile(
                    "oom-kill:constraint=CONSTRAINT_\\w+,.*?,mems_allowed=[\\d,-]*,"
                            + "(?:global_oom|oom_memcg=)",
                    Pattern.DOTALL);

    /** After names, which may look like it. */
    Pattern CAUSE_END = Pattern.compile(",pid=(\\d+),uid=\\d+$");

    /**
     * Record of a 6.18 kernel: {@code 3,971,2118121834,-;Memory cgroup out of memory: Killed
     * process 27077 (java) total-vm:2687612kB, ...}; {@code Out of memory: Killed process} where
     * the host was full.
     */
    Pattern KILL =
            Pattern.compile(
                    "(Memory cgroup out|Out) of memory[^:]*: Killed process (\\d+) \\((.*)\\).*",
                    Pattern.DOTALL);

    /** What it says; none for every other record, also for those that a program has written. */
    static Optional<KernelOom> parse(String record) {
        int comma = record.indexOf(',');
        int text = record.indexOf(';') + 1;
        if (comma < 1 || text < comma || !isOfKernel(record.substring(0, comma))) {
            return Optional.empty();
        }
        // Lines that begin with a space, after the first, are keys for machines.
        String line = record.substring(text).lines().findFirst().orElse("");
        if (line.startsWith("oom-kill:")) {
            return cause(line);
        }
        if (line.startsWith("Tasks in ") && line.endsWith("due to memory.oom.group set")) {
            return Optional.of(new WholeGroup());
        }
        return line.contains("out of memory") || line.startsWith("Out of memory")
                ? kill(line)
                : Optional.empty();
    }

    /** Facility 0. The kernel gives everything written from outside another one. */
    private static boolean isOfKernel(String priority) {
        return priority.matches("[0-7]");
    }

    /**
     * From both ends inwards. One pattern for all of it would try every pair of places at which a
     * name looks like a field: 11 s for a name of 4000 characters.
     */
    private static Optional<KernelOom> cause(String line) {
        Matcher start = CAUSE_START.matcher(line);
        Matcher end = CAUSE_END.matcher(line);
        if (!start.lookingAt() || !end.find(start.end())) {
            return Optional.empty();
        }
        int group = line.indexOf(",task_memcg=", start.end());
        int task = line.lastIndexOf(",task=", end.start());
        if (group < 0 || task < group) {
            return Optional.empty();
        }
        boolean isOfHost = line.startsWith("global_oom", start.end() - "global_oom".length());
        return Optional.of(
                new Cause(
                        isOfHost
                                ? Optional.empty()
                                : Optional.of(line.substring(start.end(), group)),
                        line.substring(group + ",task_memcg=".length(), task),
                        Integer.parseInt(end.group(1))));
    }

    private static Optional<KernelOom> kill(String line) {
        Matcher kill = KILL.matcher(line);
        return kill.matches()
                ? Optional.of(
                        new Kill(
                                kill.group(1).equals("Out"),
                                Integer.parseInt(kill.group(2)),
                                kill.group(3)))
                : Optional.empty();
    }
}
