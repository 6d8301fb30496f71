package dev.ballast.launcher.probe;

import dev.ballast.launcher.linux.NetNamespace;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.proc.ProcessId;
import java.io.IOException;
import java.util.Optional;

/** The network namespace that the target is in. */
record TargetNetwork(Proc proc, ProcessId target) {
    /**
     * Held, and seen to be enterable.
     *
     * @return none when the launcher is in the same one: there is nothing to enter
     */
    Optional<NetNamespace> open() throws IOException {
        checkAlive();
        try {
            NetNamespace namespace = NetNamespace.open(proc.path(target.pid()).resolve("ns/net"));
            try {
                checkAlive(); // so it was not a later process of this number that was opened
                if (namespace.identity().equals(own())) {
                    namespace.close();
                    return Optional.empty();
                }
                namespace.checkEnterable();
                return Optional.of(namespace);
            } catch (IOException | RuntimeException failure) {
                namespace.close();
                throw failure;
            }
        } catch (ProcessGone gone) {
            throw gone;
        } catch (IOException failure) {
            checkAlive();
            throw new IOException(
                    "enter the network namespace of JVM "
                            + target
                            + ": "
                            + failure.getMessage()
                            + "; that takes CAP_SYS_ADMIN and CAP_SYS_PTRACE, as root on the host has them."
                            + " in=host looks from where ballast runs",
                    failure);
        }
    }

    /** Whether it is known to be another one than the launcher's. */
    boolean isOther() {
        try {
            return proc.isAlive(target)
                    && !proc.namespace(target.pid(), "net").equals(own())
                    && proc.isAlive(target);
        } catch (IOException unknown) {
            return false;
        }
    }

    private String own() throws IOException {
        return proc.namespace((int) ProcessHandle.current().pid(), "net");
    }

    private void checkAlive() throws IOException {
        if (!proc.isAlive(target)) {
            throw new ProcessGone(target);
        }
    }
}
