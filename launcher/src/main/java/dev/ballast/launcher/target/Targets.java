package dev.ballast.launcher.target;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryCgroups;
import dev.ballast.launcher.container.Containers;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Finds and judges the JVM that is meant. */
public final class Targets {
    /** Name of the holder's thread, as the kernel shows it. */
    private static final String HOLDER_THREAD = "ballast-holder";

    private final Proc proc;
    private final MemoryCgroups cgroups;
    private final Containers containers;

    public Targets(Proc proc, MemoryCgroups cgroups, Containers containers) {
        this.proc = proc;
        this.cgroups = cgroups;
        this.containers = containers;
    }

    /**
     * The JVM with this PID.
     *
     * @throws Refusal when there is none, or none that can be attached to
     */
    public TargetJvm jvm(int pid) throws IOException {
        TargetJvm target = read(pid);
        checkIsJvm(target);
        checkFlags(target);
        if (isHeld(pid)) {
            throw new Refusal(
                    "another run of ballast already holds memory in JVM "
                            + target.name()
                            + "; stop that one first, or wait for its end");
        }
        return target;
    }

    /** Whether an agent holds memory in the process, as the kernel lists its threads. */
    public boolean isHeld(int pid) throws IOException {
        return proc.threads(pid).containsValue(HOLDER_THREAD);
    }

    /**
     * The agent's thread in the JVM; none when that cannot be told, since any thread may call
     * itself so.
     */
    public OptionalInt holderThread(int pid) throws IOException {
        List<Integer> found =
                proc.threads(pid).entrySet().stream()
                        .filter(thread -> thread.getValue().equals(HOLDER_THREAD))
                        .map(Map.Entry::getKey)
                        .toList();
        return found.size() == 1 ? OptionalInt.of(found.get(0)) : OptionalInt.empty();
    }

    /**
     * The process with this PID, JVM or not, for a protection alone.
     *
     * @throws Refusal when there is none, or it is one of the kernel's own
     */
    public ProcessId process(int pid) throws IOException {
        try {
            if (!proc.status(pid).hasMemory() && !proc.stat(pid).isZombie()) {
                throw new Refusal(
                        "process " + pid + " is a kernel thread: the OOM killer takes none");
            }
            return proc.id(pid);
        } catch (ProcessGone gone) {
            throw new Refusal("there is no process " + pid + " here", gone);
        }
    }

    /** The options by which the JVM ends itself when it runs out of memory of its own. */
    public List<String> endsOnOutOfMemory(TargetJvm target) throws IOException {
        int pid = target.process().pid();
        JvmFlags flags = JvmFlags.of(proc.commandLine(pid), proc.environment(pid));
        return Stream.of("ExitOnOutOfMemoryError", "CrashOnOutOfMemoryError")
                .filter(name -> flags.isOn(name, false))
                .map(name -> "-XX:+" + name)
                .toList();
    }

    private TargetJvm read(int pid) throws IOException {
        try {
            // First: whoever opens its root later finds out whether all of this was about it.
            ProcessId process = proc.id(pid);
            ProcessStatus status = proc.status(pid);
            checkRights(status);
            MemoryCgroup cgroup = cgroups.of(pid);
            return new TargetJvm(
                    process,
                    status.innermostPid(),
                    new Credentials(status.uid(), status.gid()),
                    containers.of(process),
                    cgroup,
                    cgroups.bindingBound(cgroup));
        } catch (ProcessGone gone) {
            throw new Refusal(
                    "there is no process " + pid + " here; `jps` lists the JVMs of this user",
                    gone);
        }
    }

    private static void checkRights(ProcessStatus status) throws IOException {
        int own = Credentials.own().uid();
        if (own != 0 && own != status.uid()) {
            throw new Refusal(
                    "process "
                            + status.pid()
                            + " belongs to user "
                            + status.uid()
                            + " and ballast runs as user "
                            + own
                            + "; run it as that user or as root");
        }
    }

    private void checkIsJvm(TargetJvm target) throws IOException {
        if (!proc.maps(target.process().pid(), "/libjvm.so")) {
            throw new Refusal(
                    "process "
                            + target.process()
                            + " is not a HotSpot JVM: no libjvm.so is mapped into it; it was not signalled");
        }
    }

    private void checkFlags(TargetJvm target) throws IOException {
        int pid = target.process().pid();
        JvmFlags flags = JvmFlags.of(proc.commandLine(pid), proc.environment(pid));
        checkNoSecurityManager(target, flags);
        if (flags.isOn("DisableAttachMechanism", false)) {
            throw refusedBy(target, "-XX:+DisableAttachMechanism");
        }
        if (!flags.isOn("EnableDynamicAgentLoading", true)) {
            throw refusedBy(target, "-XX:-EnableDynamicAgentLoading");
        }
    }

    /** The jar's own classes have no permission of such a manager's policy; it ended with 24. */
    private static void checkNoSecurityManager(TargetJvm target, JvmFlags flags) throws Refusal {
        if (flags.hasSecurityManager()) {
            throw new Refusal(
                    "JVM "
                            + target.name()
                            + " was started with -Djava.security.manager, which keeps the agent from its"
                            + " work; restart it without");
        }
    }

    private static Refusal refusedBy(TargetJvm target, String flag) {
        return new Refusal(
                "JVM "
                        + target.name()
                        + " was started with "
                        + flag
                        + ", which refuses agents; restart it without that flag");
    }
}
