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
import java.util.Optional;
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
     * The JVM that this process is.
     *
     * @throws Refusal when it is none, or none that can be attached to
     */
    public TargetJvm jvm(ProcessId process) throws IOException {
        int pid = process.pid();
        try {
            ProcessStatus status = proc.status(pid);
            checkRights(process, status);
            JvmProcess jvm = new JvmProcess(process, status, new JvmFiles(proc.mappedFiles(pid)));
            TargetJvm target = target(jvm);
            check(jvm, target);
            return target;
        } catch (ProcessGone gone) {
            throw new Refusal("process " + process + " has ended meanwhile", gone);
        }
    }

    /**
     * The process if it is a JVM of any kind, to look at.
     *
     * @throws ProcessGone when it has ended
     * @throws IOException also when this user may not look into it
     */
    public Optional<JvmProcess> seen(ProcessId process) throws IOException {
        JvmFiles files = new JvmFiles(proc.mappedFiles(process.pid()));
        return files.library().isPresent() || files.isOpenJ9()
                ? Optional.of(new JvmProcess(process, proc.status(process.pid()), files))
                : Optional.empty();
    }

    /** Where it is and what limits it. */
    public TargetJvm target(JvmProcess jvm) throws IOException {
        int pid = jvm.process().pid();
        MemoryCgroup cgroup = cgroups.of(pid);
        TargetJvm target =
                new TargetJvm(
                        jvm.process(),
                        jvm.status().innermostPid(),
                        new Credentials(jvm.status().uid(), jvm.status().gid()),
                        containers.of(pid),
                        cgroup,
                        cgroups.bindingBound(cgroup));
        if (!proc.isAlive(jvm.process())) {
            throw new ProcessGone(jvm.process());
        }
        return target;
    }

    /** What it has written of itself. */
    public JvmDetails details(JvmProcess jvm) throws IOException {
        return new JvmDetailsReader(proc).read(jvm.process(), jvm.status(), jvm.files());
    }

    /**
     * Refuses a process that is no HotSpot JVM, or one that was started so that it takes no agent.
     */
    public void check(JvmProcess jvm, TargetJvm target) throws IOException {
        checkRights(jvm.process(), jvm.status());
        checkIsHotSpot(jvm, target);
        checkFlags(target);
        if (jvm.files().hasControlPage() && isHeld(jvm.process().pid())) {
            throw new Refusal(
                    "held by ballast",
                    "another run of ballast already holds memory in JVM "
                            + target.name()
                            + "; stop that one first, or wait for its end");
        }
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
            throw new Refusal(
                    "there is no process " + pid + " here; `list` shows the JVMs that there are",
                    gone);
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

    private static void checkRights(ProcessId process, ProcessStatus status) throws IOException {
        int own = Credentials.own().uid();
        if (own != 0 && own != status.uid()) {
            throw new Refusal(
                    "user " + status.uid() + "'s",
                    "process "
                            + process
                            + " belongs to user "
                            + status.uid()
                            + " and ballast runs as user "
                            + own
                            + "; run it as that user or as root");
        }
    }

    private static void checkIsHotSpot(JvmProcess jvm, TargetJvm target) throws Refusal {
        if (jvm.files().isOpenJ9()) {
            throw new Refusal(
                    "OpenJ9",
                    "JVM "
                            + target.name()
                            + " is OpenJ9, whose attach works in another way: ballast attaches to"
                            + " HotSpot only; it was not signalled");
        }
        if (!jvm.files().isHotSpot()) {
            throw new Refusal(
                    "no JVM",
                    "process "
                            + jvm.process()
                            + " is not a HotSpot JVM: no libjvm.so is mapped into it; it was not"
                            + " signalled");
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
                    "-Djava.security.manager",
                    "JVM "
                            + target.name()
                            + " was started with -Djava.security.manager, which keeps the agent from its"
                            + " work; restart it without");
        }
    }

    private static Refusal refusedBy(TargetJvm target, String flag) {
        return new Refusal(
                flag,
                "JVM "
                        + target.name()
                        + " was started with "
                        + flag
                        + ", which refuses agents; restart it without that flag");
    }
}
