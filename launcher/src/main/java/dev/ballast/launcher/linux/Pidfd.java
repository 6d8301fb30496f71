package dev.ballast.launcher.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A hold on one process: a signal through it reaches that process or none. pidfds are in Linux 5.3.
 */
public final class Pidfd implements AutoCloseable {
    private static final int SIGQUIT = 3;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;

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

    /** Lets the process run no further: it neither starts another one nor ends. */
    public void stop() throws IOException {
        send("SIGSTOP", SIGSTOP);
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

    /**
     * Waits for the process's end, and no longer than until something, or the end, is to be read
     * from one of the pipes.
     *
     * @return whether it has ended
     */
    public boolean awaitEndOr(List<Pipe> pipes, Duration limit) throws IOException {
        int[] descriptors = new int[1 + pipes.size()];
        descriptors[0] = descriptor.openNumber();
        for (int i = 0; i < pipes.size(); i++) {
            descriptors[1 + i] = pipes.get(i).readNumber();
        }
        long deadline = System.nanoTime() + limit.toNanos();
        return Poll.await(descriptors, Poll.IN, "pidfd and pipes", deadline)[0];
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
