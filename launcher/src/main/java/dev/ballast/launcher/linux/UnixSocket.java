package dev.ballast.launcher.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connected stream socket of the Unix domain, with a deadline on everything that can block. */
public final class UnixSocket implements AutoCloseable {
    private static final long AF_UNIX = 1;
    private static final long SOCK_STREAM = 1;
    private static final long SOCK_CLOEXEC = 02000000;
    private static final long SOCK_NONBLOCK = 04000;
    private static final long SOL_SOCKET = 1;
    private static final long SO_PEERCRED = 17;
    private static final int SUN_PATH_BYTES = 108;

    private final Descriptor descriptor;
    private final String name;
    private final long deadlineNanos;

    private UnixSocket(Descriptor descriptor, String name, long deadlineNanos) {
        this.descriptor = descriptor;
        this.name = name;
        this.deadlineNanos = deadlineNanos;
    }

    /**
     * Connects to the socket file that {@code socketFile} is a handle on: to that very file,
     * whatever its name leads to by now. The listener sees the credentials of the calling thread.
     *
     * @param limit for this call and everything read or written later, together
     */
    public static UnixSocket connect(Descriptor socketFile, Duration limit) throws IOException {
        String path = socketFile.reopenPath().toString();
        long fd =
                Libc.call(
                        SystemCall.SOCKET,
                        path,
                        AF_UNIX,
                        SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
                        0);
        UnixSocket socket =
                new UnixSocket(new Descriptor(fd, path), path, System.nanoTime() + limit.toNanos());
        try {
            socket.connect(path);
            return socket;
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
    }

    private void connect(String path) throws IOException {
        byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
        try (Memory address = new Memory(2 + SUN_PATH_BYTES)) {
            address.clear();
            address.setShort(0, (short) AF_UNIX);
            address.write(2, bytes, 0, bytes.length);
            while (true) {
                try {
                    Libc.call(
                            SystemCall.CONNECT,
                            name,
                            descriptor.number(),
                            Pointer.nativeValue(address),
                            address.size());
                    return;
                } catch (Errno failure) {
                    // EAGAIN: the listener's backlog is full. Unix sockets cannot be polled for
                    // that.
                    if (!failure.is(Errno.EAGAIN)) {
                        throw failure;
                    }
                    checkDeadline();
                    java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                }
            }
        }
    }

    /**
     * The process that listens, as the launcher's PID namespace knows it; 0 when it is not in
     * there.
     */
    public int peerPid() throws IOException {
        try (Memory credentials = new Memory(12);
                Memory length = new Memory(4)) {
            length.setInt(0, 12);
            Libc.call(
                    SystemCall.GETSOCKOPT,
                    name,
                    descriptor.number(),
                    SOL_SOCKET,
                    SO_PEERCRED,
                    Pointer.nativeValue(credentials),
                    Pointer.nativeValue(length));
            return credentials.getInt(0);
        }
    }

    public void write(byte[] bytes) throws IOException {
        try (Memory buffer = new Memory(bytes.length)) {
            buffer.write(0, bytes, 0, bytes.length);
            long done = 0;
            while (done < bytes.length) {
                await(Poll.OUT);
                done +=
                        Libc.call(
                                SystemCall.WRITE,
                                name,
                                descriptor.number(),
                                Pointer.nativeValue(buffer) + done,
                                bytes.length - done);
            }
            Reference.reachabilityFence(buffer);
        }
    }

    /** As {@link java.io.InputStream#read(byte[])}: how many bytes came, -1 at the end. */
    public int read(byte[] into) throws IOException {
        try (Memory buffer = new Memory(into.length)) {
            await(Poll.IN);
            int count =
                    (int)
                            Libc.call(
                                    SystemCall.READ,
                                    name,
                                    descriptor.number(),
                                    Pointer.nativeValue(buffer),
                                    into.length);
            buffer.read(0, into, 0, count);
            return count == 0 ? -1 : count;
        }
    }

    private void await(short events) throws IOException {
        if (!Poll.await(descriptor.number(), events, name, deadlineNanos)) {
            throw noAnswer();
        }
    }

    private void checkDeadline() throws SocketTimeoutException {
        if (deadlineNanos - System.nanoTime() <= 0) {
            throw noAnswer();
        }
    }

    private static SocketTimeoutException noAnswer() {
        return new SocketTimeoutException("no answer within the deadline");
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
