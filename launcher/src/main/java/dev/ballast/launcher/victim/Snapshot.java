package dev.ballast.launcher.victim;

import dev.ballast.launcher.cgroup.MemoryBound;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.guard.Scope;
import dev.ballast.launcher.proc.HostMemory;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStat;
import dev.ballast.launcher.proc.ProcessStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that the OOM killer would look at, read once.
 *
 * @param processes all that could be read and have memory; a process that ended meanwhile is left
 *     out
 * @param group the full cgroup's; none when no cgroup limits the process that was named
 * @param scope the PIDs that the guard would protect; none when no process was named
 * @param notes what is not in it, for people
 */
public record Snapshot(
        OomDomain host,
        List<Candidate> processes,
        Optional<GroupMembers> group,
        Set<Integer> scope,
        List<String> notes) {

    /** What reads it. */
    public record Reader(
            Proc proc,
            MemoryCgroups cgroups,
            ProcessId launcher,
            boolean seesHost,
            long pageBytes) {
        /** Of the host alone. */
        public Snapshot read() throws IOException {
            return read(Optional.empty(), Set.of());
        }

        /** Of the cgroup that limits this process, and of the host. */
        public Snapshot read(ProcessId process, Scope scope) throws IOException {
            MemoryBound bound = cgroups.bindingBound(cgroups.of(process.pid()));
            Optional<MemoryCgroup> limiting = bound.group();
            Optional<GroupMembers> members =
                    limiting.isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    GroupMembers.read(cgroups, limiting.get(), bound, pageBytes));
            return read(members, Set.copyOf(scope.pids(proc)));
        }

        private Snapshot read(Optional<GroupMembers> group, Set<Integer> scope) throws IOException {
            checkKernel();
            List<Candidate> processes = new ArrayList<>();
            List<String> unread = new ArrayList<>();
            for (int pid : proc.pids()) {
                try {
                    candidate(pid, unread).ifPresent(processes::add);
                } catch (ProcessGone exited) {
                    continue;
                } catch (IOException unreadable) {
                    if (isNeeded(pid, group)) {
                        throw unreadable;
                    }
                    unread.add(unreadable.getMessage());
                }
            }
            HostMemory memory = proc.hostMemory();
            OomDomain host =
                    new OomDomain("this host", memory.total(), memory.swapTotal(), pageBytes);
            return new Snapshot(host, List.copyOf(processes), group, scope, notes(group, unread));
        }

        /**
         * Since Linux 5.9 a process's adj alone gives it two thirds of (1000 + adj). Before, it was
         * added to the thousandths of memory, which are few for this launcher.
         */
        private void checkKernel() throws IOException {
            int own = launcher.pid();
            if (3 * proc.oomScore(own) < 2 * (1000 + proc.oomScoreAdj(own)) - 3) {
                throw new IOException(
                        "this kernel weighs processes as before Linux 5.9, which victims does not know");
            }
        }

        /** Without all of them it cannot be said who is the next in the cgroup. */
        private static boolean isNeeded(int pid, Optional<GroupMembers> group) {
            return group.isPresent() && group.get().dyingAs().containsKey(pid);
        }

        /** None for the launcher, which is gone when it matters, and for who has no memory. */
        private Optional<Candidate> candidate(int pid, List<String> unread) throws IOException {
            if (pid == launcher.pid()) {
                return Optional.empty();
            }
            ProcessStat stat = proc.stat(pid);
            ProcessStatus status = proc.status(pid);
            if (Candidate.memory(status).bytes() == 0) {
                if (stat.isZombie() && status.threads() > 1) {
                    unread.add(
                            "process "
                                    + pid
                                    + " runs on without its first thread, so its memory is not shown");
                }
                return Optional.empty(); // a kernel thread, or a zombie
            }
            return Optional.of(
                    Candidate.of(
                            stat.id(),
                            stat.name(),
                            status,
                            new OomScoreAdj(proc.oomScoreAdj(pid)),
                            proc.oomScore(pid),
                            seesHost));
        }

        private List<String> notes(Optional<GroupMembers> group, List<String> unread)
                throws IOException {
            List<String> notes = new ArrayList<>();
            if (group.isPresent() && group.get().isKillerOff()) {
                notes.add(
                        "the OOM killer is off in "
                                + group.get().domain().name()
                                + " (memory.oom_control): when it is full its processes wait");
            }
            if (!unread.isEmpty()) {
                notes.add(
                        "not ranked, because not readable: "
                                + unread.size()
                                + (unread.size() == 1 ? " process" : " processes")
                                + ", the first: "
                                + unread.get(0));
            }
            if (proc.hidesOthers()) {
                notes.add("this /proc hides other users' processes (hidepid); run it as root");
            }
            if (!seesHost) {
                notes.add("seen from inside a container: the host has other processes too");
            }
            return List.copyOf(notes);
        }
    }
}
