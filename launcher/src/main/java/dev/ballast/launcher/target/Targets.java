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
            JvmChecks.user(proc, process, status);
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
                        containers.of(jvm.process()),
                        cgroup,
                        cgroups.bindingBound(cgroup),
                        jvm.files().hasDoor());
        if (!proc.isAlive(jvm.process())) {
            throw new ProcessGone(jvm.process());
        }
        return target;
    }

    /** What it has written of itself. */
    public JvmDetails details(JvmProcess jvm) throws IOException {
        return new JvmDetailsReader(proc).read(jvm.process(), jvm.status(), jvm.files());
    }

    /** What it has to meet, in the order in which it is refused for not meeting it. */
    public List<Check> checks(JvmProcess jvm, TargetJvm target) {
        return new JvmChecks(proc, jvm, target, () -> isHeld(jvm.process().pid())).all();
    }

    /** Refuses a JVM that does not meet one of them. */
    public void check(JvmProcess jvm, TargetJvm target) throws IOException {
        for (Check check : checks(jvm, target)) {
            check.look().run();
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

    /** What -XX:MaxDirectMemorySize was set to, as it was written. */
    public Optional<String> maxDirectMemory(TargetJvm target) throws IOException {
        return flags(target).value("MaxDirectMemorySize");
    }

    private JvmFlags flags(TargetJvm target) throws IOException {
        return JvmFlags.read(proc, target.process().pid());
    }

    /** The options by which the JVM does more than to throw when it runs out of its own memory. */
    public List<String> actsOnOutOfMemory(TargetJvm target) throws IOException {
        JvmFlags flags = flags(target);
        return Stream.concat(
                        on(flags, "HeapDumpOnOutOfMemoryError"),
                        flags
                                .value("OnOutOfMemoryError")
                                .map(command -> "-XX:OnOutOfMemoryError")
                                .stream())
                .toList();
    }

    /** The options by which the JVM ends itself when it runs out of memory of its own. */
    public List<String> endsOnOutOfMemory(TargetJvm target) throws IOException {
        JvmFlags flags = flags(target);
        return on(flags, "ExitOnOutOfMemoryError", "CrashOnOutOfMemoryError").toList();
    }

    private static Stream<String> on(JvmFlags flags, String... names) {
        return Stream.of(names).filter(name -> flags.isOn(name, false)).map(name -> "-XX:+" + name);
    }
}
