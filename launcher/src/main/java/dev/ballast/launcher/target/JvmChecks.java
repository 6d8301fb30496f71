package dev.ballast.launcher.target;

import dev.ballast.launcher.cgroup.Freezer;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.ProcessStatus;
import java.io.IOException;
import java.util.List;

/** What a JVM has to meet, by the process's own files: which one it is and how it was started. */
final class JvmChecks {
    /** It lets an agent do what its own policy says, which is nothing here; it ended with 24. */
    private static final String SECURITY_MANAGER = "-Djava.security.manager";

    private static final String OR_WITH_A_DOOR = ", or with -javaagent:agent.jar";

    private final Proc proc;
    private final JvmProcess jvm;
    private final TargetJvm target;
    private final Held held;

    /** Whether an agent of ballast is there. */
    interface Held {
        boolean look() throws IOException;
    }

    JvmChecks(Proc proc, JvmProcess jvm, TargetJvm target, Held held) {
        this.proc = proc;
        this.jvm = jvm;
        this.target = target;
        this.held = held;
    }

    List<Check> all() {
        return List.of(
                new Check("user", () -> user(proc, jvm.process(), jvm.status())),
                new Check("JVM", this::hotSpot),
                new Check("flags", this::flags),
                new Check("runs", this::running),
                new Check("other runs", this::free));
    }

    static String user(Proc proc, ProcessId process, ProcessStatus status) throws IOException {
        int own = Credentials.own().uid();
        if (own == status.uid()) {
            return "ballast runs as the JVM's own";
        }
        String whose = "process " + process + " belongs to user " + status.uid();
        if (own != 0) {
            throw new Refusal(
                    "user " + status.uid() + "'s",
                    whose
                            + " and ballast runs as user "
                            + own
                            + "; run it as that user or as root");
        }
        List<String> missing = Privileges.missing(proc.status((int) ProcessHandle.current().pid()));
        if (!missing.isEmpty()) {
            throw new Refusal(
                    "user " + status.uid() + "'s",
                    whose
                            + " and ballast runs as root without "
                            + String.join(", ", missing)
                            + "; run it as that user, or with these capabilities. It was not touched");
        }
        return "ballast runs as root";
    }

    private String hotSpot() throws Refusal {
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
        return "HotSpot";
    }

    private String flags() throws IOException {
        JvmFlags flags = JvmFlags.read(proc, target.process().pid());
        if (flags.hasSecurityManager()) {
            throw refusedBy(SECURITY_MANAGER, "keeps the agent from its work", "");
        }
        if (jvm.files().hasDoor()) {
            return "it was started with ballast's agent";
        }
        if (flags.isOn("DisableAttachMechanism", false)) {
            throw refusedBy("-XX:+DisableAttachMechanism", "refuses agents", OR_WITH_A_DOOR);
        }
        if (!flags.isOn("EnableDynamicAgentLoading", true)) {
            throw refusedBy("-XX:-EnableDynamicAgentLoading", "refuses agents", OR_WITH_A_DOOR);
        }
        // A flag of 28: asked through /tmp, such a JVM would only print a thread dump.
        if (flags.value("AltTempDir").isPresent()) {
            throw refusedBy(
                    "-XX:AltTempDir", "moves its attach socket out of /tmp", OR_WITH_A_DOOR);
        }
        return "none that refuses agents";
    }

    private Refusal refusedBy(String flag, String effect, String orElse) {
        return new Refusal(
                flag,
                "JVM "
                        + target.name()
                        + " was started with "
                        + flag
                        + ", which "
                        + effect
                        + "; restart it without that flag"
                        + orElse);
    }

    /** A signal that waits for it would be met with a thread dump, long after this launcher. */
    private String running() throws IOException {
        int pid = target.process().pid();
        boolean isStopped = proc.stat(pid).isStopped();
        if (isStopped || new Freezer(proc).holds(pid)) {
            throw new Refusal(
                    isStopped ? "stopped" : "frozen",
                    "JVM "
                            + target.name()
                            + (isStopped
                                    ? " is stopped (SIGSTOP, Ctrl-Z or a debugger)"
                                    : " is frozen (its container is paused)")
                            + " and cannot answer; let it run first. It was not signalled");
        }
        return "neither stopped nor frozen";
    }

    private String free() throws IOException {
        if (jvm.files().hasControlPage() && held.look()) {
            throw new Refusal(
                    "held by ballast",
                    "another run of ballast already holds memory in JVM "
                            + target.name()
                            + "; stop that one first, or wait for its end");
        }
        return "no other run of ballast holds memory in it";
    }
}
