package dev.ballast.launcher.doctor;

import dev.ballast.launcher.attach.AttachCheck;
import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.cgroup.MemoryUse;
import dev.ballast.launcher.plan.FusePlan;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.target.Check;
import dev.ballast.launcher.target.JvmDetails;
import dev.ballast.launcher.target.JvmProcess;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Looks at a target, and at what it allows. */
public final class TargetExamination {
    private final Host host;

    public TargetExamination(Host host) {
        this.host = host;
    }

    /**
     * @throws Refusal when the process has ended, or is no JVM of any kind
     */
    public Examination examine(ProcessId process) throws IOException {
        try {
            JvmProcess jvm =
                    host.targets()
                            .seen(process)
                            .orElseThrow(
                                    () ->
                                            new Refusal(
                                                    "process "
                                                            + process
                                                            + " is not a JVM: no libjvm.so is"
                                                            + " mapped into it"));
            return examine(jvm, host.targets().target(jvm));
        } catch (ProcessGone gone) {
            throw new Refusal("process " + process + " has ended meanwhile", gone);
        }
    }

    private Examination examine(JvmProcess jvm, TargetJvm target) {
        Examination found = Examination.of("JVM " + target.name());
        for (Check check : host.targets().checks(jvm, target)) {
            found.essential(check);
        }
        found.essential("attach socket", () -> new AttachCheck(host.proc()).check(target));
        found.useful("version", () -> version(jvm));
        found.useful("user namespace", () -> userNamespace(target));
        found.useful("security label", () -> label(target));
        found.useful("seccomp", () -> seccomp(jvm));
        found.useful("direct", () -> directMemory(target));
        found.useful("limit", () -> limit(target));
        found.useful("oom.group", () -> oomGroup(target));
        found.useful("fuse", () -> fuse(target));
        found.useful("oom score", () -> score(target));
        return found;
    }

    /** The JVM's own words are the target's. */
    private String version(JvmProcess jvm) throws IOException {
        JvmDetails details = host.targets().details(jvm);
        String version =
                details.version().map(UntrustedText::printable).orElse("of unknown version");
        String vendor = details.vendor().map(UntrustedText::printable).orElse("unknown vendor");
        return version
                + ", "
                + vendor
                + (details.major().orElse(0) >= 21
                        ? "; it prints a warning about the agent on its stderr, unless it was"
                                + " started with -XX:+EnableDynamicAgentLoading"
                        : "");
    }

    private String userNamespace(TargetJvm target) throws IOException {
        int pid = target.process().pid();
        String own = host.proc().namespace(host.launcher().pid(), "user");
        return host.proc().namespace(pid, "user").equals(own)
                ? "that of ballast"
                : "a user namespace of its own, in which ("
                        + String.join("; ", host.proc().uidMap(pid)).replaceAll(" +", " ")
                        + ") is how ids inside, ids here and their number stand; ballast attaches"
                        + " as user "
                        + target.owner().uid()
                        + " of here";
    }

    private String label(TargetJvm target) throws IOException {
        Optional<String> label = host.proc().securityLabel(target.process().pid());
        return label.map(UntrustedText::printable).orElse("no SELinux or AppArmor on this host");
    }

    private static String seccomp(JvmProcess jvm) {
        return jvm.status().isFiltered()
                ? "a filter is on it; ballast's agent makes no call that a JVM does not make"
                : "no filter";
    }

    private String directMemory(TargetJvm target) throws IOException {
        return host.targets()
                .maxDirectMemory(target)
                .map(size -> "-XX:MaxDirectMemorySize=" + UntrustedText.printable(size))
                .orElse("-XX:MaxDirectMemorySize is not set: as much as the heap may grow to");
    }

    private static String limit(TargetJvm target) throws IOException {
        MemoryUse use = target.bound().use();
        return target.bound().name()
                + ", limit "
                + target.bound().limit()
                + ", "
                + use.unreclaimable()
                + String.format(
                        Locale.ROOT,
                        " in use (%.1f %%)",
                        use.unreclaimable().percentOf(target.bound().limit()));
    }

    private static String oomGroup(TargetJvm target) throws IOException {
        Optional<MemoryCgroup> together = target.cgroup().dyingTogether(target.bound().group());
        return together.map(
                        group ->
                                "memory.oom.group is set on "
                                        + group.path()
                                        + ": an OOM kill takes all of it but those at -1000")
                .orElse("memory.oom.group is not set: an OOM kill takes one process");
    }

    private String fuse(TargetJvm target) throws IOException {
        Optional<String> obstacle = FusePlan.obstacle(host, target);
        if (obstacle.isPresent()) {
            throw new Refusal(
                    "there can be no relief fuse: "
                            + obstacle.get()
                            + "; --avoid-being-killed then works up to 90 % of the limit");
        }
        return "memory can be charged to its cgroup from outside";
    }

    private String score(TargetJvm target) throws IOException {
        return Integer.toString(host.proc().oomScoreAdj(target.process().pid()));
    }
}
