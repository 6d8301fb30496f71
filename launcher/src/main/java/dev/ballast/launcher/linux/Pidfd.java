package dev.ballast.launcher.linux;

import java.io.IOException;
import java.time.Duration;

/**
 * A hold on one process: a signal through it reaches that process or none. pidfds are in Linux 5.3.
 */
public final class Pidfd implements AutoCloseable {
    private static final int SIGQUIT = 3;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;

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
        send("SIGQUIT", SIGQUIT);
    }

    /** Asks the process to end, and lets one that was stopped run on to hear it. */
    public void askToEnd() throws IOException {
        send("SIGTERM", SIGTERM);
        send("SIGCONT", SIGCONT);
    }

    public void kill() throws IOException {
        send("SIGKILL", SIGKILL);
    }

    private void send(String name, int signal) throws IOException {
        Libc.call(SystemCall.PIDFD_SEND_SIGNAL, name, descriptor.number(), signal, 0, 0);
    }

    /**
     * Waits for the process's end.
     *
     * @return whether it has ended within the limit
     */
    public boolean awaitEnd(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        return Poll.await(descriptor.number(), Poll.IN, "pidfd", deadline);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
