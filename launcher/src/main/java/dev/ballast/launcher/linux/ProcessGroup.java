package dev.ballast.launcher.linux;

import java.io.IOException;

/**
 * A process group, by the number of the process that it began with. The kernel gives that number to
 * no other process as long as the group has a member.
 */
public record ProcessGroup(int number) {
    private static final long SIGKILL = 9;
    private static final long SIGSTOP = 19;

    public ProcessGroup {
        if (number <= 1) { // kill(-1) is for everybody, kill(0) for the launcher's own
            throw new IllegalArgumentException("not a process group: " + number);
        }
    }

    /** Lets none of its processes run further. */
    public void stop() throws IOException {
        send(SIGSTOP);
    }

    /** Ends all of its processes at once: none of them can start another meanwhile. */
    public void kill() throws IOException {
        send(SIGKILL);
    }

    private void send(long signal) throws IOException {
        try {
            Libc.call(SystemCall.KILL, "process group " + number, -(long) number, signal);
        } catch (Errno failure) {
            if (!failure.is(Errno.ESRCH)) { // it has no member any more
                throw failure;
            }
        }
    }
}
