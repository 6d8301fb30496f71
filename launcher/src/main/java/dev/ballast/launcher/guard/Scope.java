package dev.ballast.launcher.guard;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.container.Container;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processes that are protected together. */
public sealed interface Scope {
    /** For people: {@code every process of container 4bd0}. */
    String name();

    /**
     * The line by which the restorer finds the same processes; none for those below the recorded
     * ones.
     */
    String journalLine();

    /** Their numbers at this moment. */
    List<Integer> pids(Proc proc) throws IOException;

    /**
     * In a container every process of it: when its first process is killed, all of it dies. On a
     * bare host the process and everything below it.
     */
    static Scope of(ProcessId process, Optional<Container> container) {
        if (container.isEmpty()) {
            return new Tree("JVM " + process + " and every process below it", process);
        }
        String name = "every process of " + container.get().name();
        return container
                .get()
                .cgroup()
                .<Scope>map(cgroup -> new Cgroup(name, cgroup))
                .orElseGet(() -> new Tree(name, container.get().init()));
    }

    /** The processes that still run, each after its parent. */
    default List<ProcessStat> members(Proc proc) throws IOException {
        Map<Integer, ProcessStat> unordered = new LinkedHashMap<>();
        for (int pid : pids(proc)) {
            try {
                ProcessStat stat = proc.stat(pid);
                if (!stat.isZombie()) {
                    unordered.put(pid, stat);
                }
            } catch (ProcessGone exited) {
                continue;
            }
        }
        List<ProcessStat> ordered = new ArrayList<>();
        while (!unordered.isEmpty()) {
            moveAfterParent(unordered.values().iterator().next(), unordered, ordered);
        }
        return ordered;
    }

    /** All that are still to be moved of its line, from the eldest on. */
    private static void moveAfterParent(
            ProcessStat process, Map<Integer, ProcessStat> from, List<ProcessStat> to) {
        Deque<ProcessStat> line = new ArrayDeque<>();
        for (ProcessStat at = process; at != null; at = from.get(at.parentPid())) {
            from.remove(at.id().pid());
            line.push(at);
        }
        to.addAll(line);
    }

    /** Every process in a cgroup and below it. */
    record Cgroup(String name, MemoryCgroup cgroup) implements Scope {
        @Override
        public String journalLine() {
            return "cgroup " + cgroup.folder() + "\n";
        }

        @Override
        public List<Integer> pids(Proc proc) throws IOException {
            return cgroup.pids();
        }
    }

    /** A process and the children of every one of its tasks, and so on down. */
    record Tree(String name, ProcessId root) implements Scope {
        @Override
        public String journalLine() {
            return "";
        }

        @Override
        public List<Integer> pids(Proc proc) throws IOException {
            List<Integer> found = new ArrayList<>();
            if (proc.isAlive(root)) {
                found.add(root.pid());
            }
            for (int i = 0; i < found.size(); i++) {
                try {
                    found.addAll(proc.children(found.get(i)));
                } catch (ProcessGone exited) {
                    continue;
                }
            }
            return found;
        }
    }
}
