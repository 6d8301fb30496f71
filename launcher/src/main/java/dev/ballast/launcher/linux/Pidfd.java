package dev.ballast.launcher.linux;

import java.io.IOException;

/**
 * A hold on one process: a signal through it reaches that process or none. pidfds are in Linux 5.3.
 */
public final class Pidfd implements AutoCloseable {
    private static final int SIGQUIT = 3;

    private final Descriptor descriptor;

    private Pidfd(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    public static Pidfd open(int pid) throws IOException {
        String subject = "process " + pid;
        return new Pidfd(
                new Descriptor(Libc.call(SystemCall.PIDFD_OPEN, subject, pid, 0), subject));
    }

    /**
     * Asks a JVM for its attach listener or a thread dump; ends a process that does not catch it.
     */
    public void sendQuit() throws IOException {
        Libc.call(SystemCall.PIDFD_SEND_SIGNAL, "SIGQUIT", descriptor.number(), SIGQUIT, 0, 0);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
