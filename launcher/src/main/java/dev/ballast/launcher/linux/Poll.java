package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;

/** Waiting for descriptors, with a deadline. */
final class Poll {
    static final short IN = 1;
    static final short OUT = 4;

    private static final int POLLFD_BYTES = 8;

    private Poll() {}

    /**
     * Waits until one of the events is there.
     *
     * @param deadlineNanos by {@link System#nanoTime}
     * @return whether it came before the deadline
     */
    static boolean await(int descriptor, short events, String subject, long deadlineNanos)
            throws IOException {
        return await(new int[] {descriptor}, events, subject, deadlineNanos)[0];
    }

    /**
     * The same for several descriptors.
     *
     * @return of each, whether something has come; none when nothing came before the deadline
     */
    static boolean[] await(int[] descriptors, short events, String subject, long deadlineNanos)
            throws IOException {
        // struct pollfd { int fd; short events; short revents; }; struct timespec { long s; long
        // ns; }
        try (Memory poll = new Memory((long) POLLFD_BYTES * descriptors.length);
                Memory timeout = new Memory(16)) {
            poll.clear();
            for (int i = 0; i < descriptors.length; i++) {
                poll.setInt((long) POLLFD_BYTES * i, descriptors[i]);
                poll.setShort((long) POLLFD_BYTES * i + 4, events);
            }
            await(poll, descriptors.length, timeout, subject, deadlineNanos);
            boolean[] come = new boolean[descriptors.length];
            for (int i = 0; i < come.length; i++) {
                come[i] = poll.getShort((long) POLLFD_BYTES * i + 6) != 0;
            }
            return come;
        }
    }

    private static void await(
            Memory poll, int count, Memory timeout, String subject, long deadlineNanos)
            throws IOException {
        while (true) {
            long left = Math.max(0, deadlineNanos - System.nanoTime());
            timeout.setLong(0, left / 1_000_000_000);
            timeout.setLong(8, left % 1_000_000_000);
            try {
                Libc.call(
                        SystemCall.PPOLL,
                        subject,
                        Pointer.nativeValue(poll),
                        count,
                        Pointer.nativeValue(timeout),
                        0,
                        8);
                return;
            } catch (Errno failure) {
                if (!failure.is(Errno.EINTR)) {
                    throw failure;
                }
            }
        }
    }
}
