package dev.ballast.launcher.attach;

import dev.ballast.launcher.linux.Descriptor;
import dev.ballast.launcher.linux.Errno;
import dev.ballast.launcher.linux.Pidfd;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessGone;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The socket of the target's attach listener, which a JVM opens when it is first asked to: by a
 * file of its own user and one SIGQUIT. Used with the target's credentials.
 */
final class AttachSocket {
    private static final Duration LISTENER_DEADLINE = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 5_000_000;

    private final Proc proc;
    private final TargetJvm target;
    private final Descriptor tmp;
    private final String name;
    private final String trigger;

    AttachSocket(Proc proc, TargetJvm target, Descriptor tmp) {
        this.proc = proc;
        this.target = target;
        this.tmp = tmp;
        this.name = ".java_pid" + target.namespacePid();
        this.trigger = trigger(target);
    }

    /** The name of the file that {@link #open} makes for a moment. */
    static String trigger(TargetJvm target) {
        return ".attach_pid" + target.namespacePid();
    }

    /** A handle on the socket that is there now, if one is. */
    Optional<Descriptor> find() throws IOException {
        try {
            return Optional.of(tmp.entry(name));
        } catch (Errno failure) {
            if (failure.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * How it will be reached; touches nothing.
     *
     * @throws Refusal when the target has no socket and cannot be asked for one
     */
    String checkReachable() throws IOException {
        Optional<Descriptor> socket = find();
        if (socket.isPresent()) {
            try (Descriptor file = socket.get()) {
                checkIsSocket(file);
            }
            return "it is there";
        }
        TargetRoot.checkWritable(tmp, target);
        checkCatchesQuit();
        return "the JVM will open it when asked by one SIGQUIT, which it catches";
    }

    /** The socket that is there, or the one that the JVM opens when asked. */
    Descriptor open() throws IOException {
        Optional<Descriptor> existing = find();
        if (existing.isPresent()) {
            return existing.get();
        }
        makeTrigger();
        try {
            askForListener();
            return awaitSocket();
        } finally {
            removeTrigger(tmp, trigger);
        }
    }

    /**
     * What is there instead by now, if anything, or is another user's, somebody else has put there.
     */
    static void removeTrigger(Descriptor tmp, String trigger) throws IOException {
        try {
            tmp.removeFile(trigger);
        } catch (Errno failure) {
            if (!failure.is(Errno.ENOENT)
                    && !failure.is(Errno.EISDIR)
                    && !failure.is(Errno.EPERM)) {
                throw failure;
            }
        }
    }

    private void checkIsSocket(Descriptor file) throws IOException {
        if (!file.status().isSocket()) {
            throw new Refusal(
                    "socket taken",
                    "`"
                            + name
                            + "` in the /tmp of JVM "
                            + target.name()
                            + " is not a socket: somebody else has put it there; remove it. The JVM was"
                            + " not signalled");
        }
    }

    /**
     * The file that tells the JVM that the signal which follows is meant for its attach listener.
     */
    private void makeTrigger() throws IOException {
        try {
            createTrigger();
        } catch (Errno failure) {
            throw new IOException(
                    "make `"
                            + trigger
                            + "` in the /tmp of JVM "
                            + target.name()
                            + ": "
                            + failure.getMessage()
                            + "; remove what is there. The JVM was not signalled",
                    failure);
        }
    }

    private void createTrigger() throws IOException {
        try {
            tmp.createFile(trigger, 0600).close();
        } catch (Errno failure) {
            if (!failure.is(Errno.EEXIST)) {
                throw failure;
            }
            // Left by an attach that was cut short; with the target's user nobody else's can be
            // removed.
            tmp.removeFile(trigger);
            tmp.createFile(trigger, 0600).close();
        }
    }

    /** One signal, to this process or none, and only while the JVM catches it. */
    private void askForListener() throws IOException {
        try (Pidfd process = Pidfd.open(target.process().pid())) {
            if (!proc.isAlive(target.process())) {
                throw new ProcessGone(target.process());
            }
            checkCatchesQuit();
            process.sendQuit();
        } catch (Errno failure) {
            throw failure.is(Errno.ESRCH) ? new ProcessGone(target.process()) : failure;
        }
    }

    private void checkCatchesQuit() throws IOException {
        if (!proc.status(target.process().pid()).catchesQuit()) {
            throw new Refusal(
                    "ignores SIGQUIT",
                    "JVM "
                            + target.name()
                            + " does not catch SIGQUIT (it was started with -Xrs, or is still starting), and its"
                            + " attach socket is not there; the signal would end it, so it was not sent");
        }
    }

    private Descriptor awaitSocket() throws IOException {
        long deadline = System.nanoTime() + LISTENER_DEADLINE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Descriptor> socket = find();
            if (socket.isPresent()) {
                return socket.get();
            }
            if (!proc.isAlive(target.process())) {
                throw new ProcessGone(target.process());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new IOException(
                "JVM "
                        + target.name()
                        + " was asked once for its attach listener and has not opened it within "
                        + LISTENER_DEADLINE.toSeconds()
                        + " s; it may be started with -XX:+DisableAttachMechanism, stopped, or too busy");
    }
}
