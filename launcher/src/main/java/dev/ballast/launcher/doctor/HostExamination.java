package dev.ballast.launcher.doctor;

import dev.ballast.launcher.cgroup.MemoryCgroup;
import dev.ballast.launcher.guard.GuardPlan;
import dev.ballast.launcher.guard.OomScoreAdj;
import dev.ballast.launcher.guard.ScoreFloor;
import dev.ballast.launcher.guard.ScoreWriter;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.linux.Credentials;
import dev.ballast.launcher.linux.Descriptor;
import dev.ballast.launcher.linux.KernelMessages;
import dev.ballast.launcher.linux.Pidfd;
import dev.ballast.launcher.linux.UnnamedFile;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.ProcessStatus;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.target.Privileges;
import dev.ballast.launcher.target.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks at the host, and at what the launcher may do on it. */
public final class HostExamination {
    private final Host host;

    public HostExamination(Host host) {
        this.host = host;
    }

    public Examination examine() {
        Examination host = Examination.of("this host");
        host.essential("kernel", this::kernel);
        host.essential("openat2", HostExamination::openat2);
        host.essential("pidfd", this::pidfd);
        host.useful("seccomp", this::seccomp);
        host.useful("user", this::user);
        host.useful("namespace", this::namespace);
        host.useful("cgroups", this::cgroups);
        host.useful("PSI", this::pressure);
        host.useful("swap", this::swap);
        host.useful("fuse", HostExamination::memoryFile);
        host.useful("choom", HostExamination::choom);
        host.useful("restorer", HostExamination::restorer);
        host.useful("scores", this::scores);
        host.useful("kernel log", HostExamination::kernelLog);
        host.useful("left behind", this::leftBehind);
        return host;
    }

    private ProcessStatus own() throws IOException {
        return host.proc().status(host.launcher().pid());
    }

    /** faccessat2, the youngest call that is needed, is in 5.8. */
    private String kernel() throws IOException {
        String release = host.proc().kernelRelease();
        String[] numbers = release.split("[.-]");
        try {
            int version = 1000 * Integer.parseInt(numbers[0]) + Integer.parseInt(numbers[1]);
            if (version < 5008) {
                throw new Refusal("Linux " + release + " is too old; ballast needs 5.8 or later");
            }
            return "Linux " + release;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException unexpected) {
            throw new IOException("Linux " + release + " has no version that is understood");
        }
    }

    private static String openat2() throws IOException {
        try (Descriptor root = Descriptor.ofFolder(Path.of("/"))) {
            root.folderInRoot(".").close();
            return "paths inside containers can be opened without leaving them";
        } catch (IOException refused) {
            throw missing(
                    refused,
                    "without it no path of a container can be opened safely; allow it in this"
                            + " launcher's seccomp filter");
        }
    }

    private String pidfd() throws IOException {
        try {
            Pidfd.open(host.launcher().pid()).close();
            return "a process can be signalled without meeting another one that has its number";
        } catch (IOException refused) {
            throw missing(
                    refused,
                    "without it no JVM can be asked for its attach socket; allow pidfd_open and"
                            + " pidfd_send_signal in this launcher's seccomp filter");
        }
    }

    private static Refusal missing(IOException refused, String remedy) {
        return new Refusal(refused.getMessage() + ": " + remedy, refused);
    }

    private String seccomp() throws IOException {
        return own().isFiltered()
                ? "a filter decides what this launcher may do; the calls above are allowed by it"
                : "no filter on this launcher";
    }

    private String user() throws IOException {
        int uid = Credentials.own().uid();
        if (uid != 0) {
            throw new Refusal(
                    "ballast runs as user "
                            + uid
                            + ": it can attach to that user's JVMs only, and lower no score below"
                            + " what they started with; run it as root for others");
        }
        List<String> missing = Privileges.missing(own());
        if (!missing.isEmpty()) {
            throw new Refusal(
                    "root, without "
                            + String.join(", ", missing)
                            + ": JVMs of other users cannot be attached to; add these capabilities");
        }
        return "root, with every capability that attaching needs";
    }

    private String namespace() throws IOException {
        if (host.containers().isLauncherInside()) {
            throw new Refusal(
                    "ballast runs inside a container: it sees that container's JVMs only, and"
                            + " scores have to be lowered by a `guard` on the host");
        }
        if (host.proc().hidesOthers()) {
            throw new Refusal(
                    "/proc is mounted with hidepid: other users' processes are not seen; run it as"
                            + " root");
        }
        return "all processes of this host are seen";
    }

    private String cgroups() throws IOException {
        MemoryCgroup own = host.cgroups().of(host.launcher().pid());
        return own.version() + " has the memory controller, mounted at " + own.mountPoint();
    }

    private String pressure() throws IOException {
        if (host.proc().memoryPressure().isEmpty()) {
            throw new Refusal(
                    "this kernel measures no memory pressure: --stop-when psi-... cannot be used;"
                            + " boot it with psi=1");
        }
        return "memory pressure is measured";
    }

    private String swap() throws IOException {
        ByteSize all = host.proc().hostMemory().swapTotal();
        return all.equals(ByteSize.ZERO)
                ? "none"
                : all + ": what is swapped out no longer counts as in use (--keep-resident)";
    }

    private static String memoryFile() throws IOException {
        try {
            UnnamedFile.inMemory("ballast-doctor").close();
            return "memory can be charged from outside a JVM";
        } catch (IOException refused) {
            throw missing(refused, "without it there is no relief fuse; use --fuse 0");
        }
    }

    private static String choom() throws IOException {
        if (!ScoreWriter.isChoomInstalled()) {
            throw new Refusal(
                    "not installed (it is part of util-linux): scores are written directly, to the"
                            + " same effect");
        }
        return "installed";
    }

    private static String restorer() throws IOException {
        GuardPlan.checkRestorable();
        return "bash (or busybox) and setsid are there: scores are restored whatever happens to"
                + " ballast";
    }

    private String scores() throws IOException {
        if (ScoreFloor.isUnbounded(host.proc())) {
            return "down to -1000";
        }
        OomScoreAdj floor = ScoreFloor.find(host.proc());
        throw new Refusal(
                "not below "
                        + floor
                        + ", or what a process started with: CAP_SYS_RESOURCE on the host is missing,"
                        + " so --avoid-being-killed needs a score; run it as root with that"
                        + " capability");
    }

    private static String kernelLog() throws IOException {
        try {
            KernelMessages.fromNow().close();
            return "readable: every OOM kill is named with its limit";
        } catch (IOException refused) {
            throw missing(
                    refused,
                    "who was killed is told from counters, not always by name; run it as root with"
                            + " CAP_SYSLOG");
        }
    }

    private String leftBehind() throws IOException {
        int left = Journal.abandoned(host.journals(), host.proc()).size();
        if (left > 0) {
            throw new Refusal(
                    left
                            + (left == 1 ? " run was" : " runs were")
                            + " killed and left something to undo: `recover`");
        }
        return "no run has left anything to undo";
    }
}
