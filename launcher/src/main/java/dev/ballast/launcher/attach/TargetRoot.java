package dev.ballast.launcher.attach;

import dev.ballast.launcher.linux.Descriptor;
import dev.ballast.launcher.linux.Errno;
import dev.ballast.launcher.proc.Mount;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** The target's file system as the target sees it, entered through handles only. */
final class TargetRoot implements AutoCloseable {
    /** HotSpot's attach folder on Linux, whatever TMPDIR or java.io.tmpdir say. */
    static final String TMP = "/tmp";

    private final Descriptor tmp;

    private TargetRoot(Descriptor tmp) {
        this.tmp = tmp;
    }

    /**
     * Opens the folder while it is still the process that was judged. Runs with the launcher's
     * rights.
     */
    static TargetRoot open(Proc proc, TargetJvm target) throws IOException {
        try (Descriptor root =
                Descriptor.ofFolder(proc.path(target.process().pid()).resolve("root"))) {
            Descriptor tmp = root.folderInRoot("tmp");
            if (!proc.isAlive(target.process())) {
                tmp.close();
                throw new ProcessGone(target.process());
            }
            return new TargetRoot(tmp);
        } catch (Errno failure) {
            if (!proc.isAlive(target.process())) {
                throw new ProcessGone(target.process());
            }
            throw new Refusal(
                    "/tmp not accessible",
                    "the /tmp of JVM "
                            + target.name()
                            + " cannot be opened: "
                            + failure.getMessage()
                            + (failure.is(Errno.EACCES) ? remedy(proc, target) : ""),
                    failure);
        }
    }

    private static String remedy(Proc proc, TargetJvm target) {
        return fuseType(proc, target)
                .map(
                        type ->
                                "; it is on "
                                        + type
                                        + ", which lets nobody in from outside of its user namespace:"
                                        + " run ballast with `nsenter --user --target "
                                        + target.process().pid()
                                        + " java -jar launcher.jar ...`. The JVM was not touched")
                .orElse("; it needs root with CAP_SYS_PTRACE, or the JVM's own user");
    }

    /**
     * Not even root gets through a FUSE file system that was mounted in another user namespace,
     * neither to what is mounted on it: {@code fuse_allow_current_process()}, Linux 4.18.
     */
    private static Optional<String> fuseType(Proc proc, TargetJvm target) {
        try {
            return proc.mounts(target.process().pid()).stream()
                    .filter(mount -> Set.of("/", TMP).contains(mount.mountPoint()))
                    .map(Mount::type)
                    .filter(type -> type.startsWith("fuse"))
                    .findFirst();
        } catch (IOException unreadable) {
            return Optional.empty(); // what is reported is the failure to open
        }
    }

    Descriptor tmp() {
        return tmp;
    }

    /** With the target's credentials: whether it can be brought the agent at all. */
    static void checkWritable(Descriptor tmp, TargetJvm target) throws IOException {
        try {
            tmp.checkWritable();
        } catch (Errno failure) {
            throw new Refusal(
                    "/tmp not writable",
                    "the /tmp of JVM "
                            + target.name()
                            + " is not writable ("
                            + failure.getMessage()
                            + "), so it can neither open its attach socket nor read the agent; mount a"
                            + " writable /tmp (an emptyDir on Kubernetes). The JVM was not signalled",
                    failure);
        }
    }

    @Override
    public void close() {
        tmp.close();
    }
}
