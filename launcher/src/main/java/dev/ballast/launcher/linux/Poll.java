package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;

/** Waiting for one descriptor, with a deadline. */
final class Poll {
    static final short IN = 1;
    static final short OUT = 4;

    private Poll() {}

    /**
     * Waits until one of the events is there.
     *
     * @param deadlineNanos by {@link System#nanoTime}
     * @return whether it came before the deadline
     */
    static boolean await(int descriptor, short events, String subject, long deadlineNanos)
            throws IOException {
        // struct pollfd { int fd; short events; short revents; }; struct timespec { long s; long
        // ns; }
        try (Memory poll = new Memory(8);
                Memory timeout = new Memory(16)) {
            poll.setInt(0, descriptor);
            poll.setShort(4, events);
            while (true) {
                long left = Math.max(0, deadlineNanos - System.nanoTime());
                timeout.setLong(0, left / 1_000_000_000);
                timeout.setLong(8, left % 1_000_000_000);
                try {
                    return Libc.call(
                                    SystemCall.PPOLL,
                                    subject,
                                    Pointer.nativeValue(poll),
                                    1,
                                    Pointer.nativeValue(timeout),
                                    0,
                                    8)
                            > 0;
                } catch (Errno failure) {
                    if (!failure.is(Errno.EINTR)) {
                        throw failure;
                    }
                }
            }
        }
    }
}
