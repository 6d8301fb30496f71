package dev.ballast.launcher.attach;

import dev.ballast.launcher.linux.Descriptor;
import dev.ballast.launcher.linux.FileStatus;
import dev.ballast.launcher.linux.UnixSocket;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.target.TargetJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.bytebuddy.agent.VirtualMachine;

/**
 * One command to the target's attach listener, over the socket in its {@code /tmp}. Runs with the
 * target's credentials.
 */
final class AttachConnection implements VirtualMachine.ForHotSpot.Connection {
    /** The listener's buffer for one argument, the closing zero included (attachListener.hpp). */
    private static final int ARGUMENT_LIMIT_BYTES = 1024;

    private static final int ARGUMENTS = 3;

    private final TargetJvm target;
    private final Descriptor socketFile;
    private final Duration deadline;

    AttachConnection(TargetJvm target, Descriptor socketFile, Duration deadline) {
        this.target = target;
        this.socketFile = socketFile;
        this.deadline = deadline;
    }

    @Override
    public Response execute(String protocol, String... arguments) throws IOException {
        byte[] request = request(protocol, arguments);
        checkSocket(socketFile.status());
        UnixSocket socket = UnixSocket.connect(socketFile, deadline);
        try {
            checkPeer(socket.peerPid());
            socket.write(request);
        } catch (IOException | RuntimeException failure) {
            socket.close();
            throw failure;
        }
        return new Response() {
            @Override
            public int read(byte[] buffer) throws IOException {
                return socket.read(buffer);
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    /**
     * The protocol's first version: its number, a command and always three arguments,
     * zero-terminated.
     */
    private static byte[] request(String protocol, String... commandAndArguments)
            throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        write(request, protocol);
        for (int i = 0; i < 1 + ARGUMENTS; i++) {
            write(request, i < commandAndArguments.length ? commandAndArguments[i] : "");
        }
        return request.toByteArray();
    }

    private static void write(ByteArrayOutputStream request, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= ARGUMENT_LIMIT_BYTES) {
            throw new IOException(
                    "an attach argument of " + bytes.length + " bytes is too long: " + text);
        }
        request.writeBytes(bytes);
        request.write(0);
    }

    private void checkSocket(FileStatus status) throws IOException {
        if (!status.isSocket() || status.uid() != target.owner().uid()) {
            throw new IOException(
                    "the attach socket of JVM "
                            + target.name()
                            + " is not a socket of user "
                            + target.owner().uid()
                            + "; nothing was sent to it");
        }
    }

    private void checkPeer(int peerPid) throws IOException {
        ProcessId process = target.process();
        if (peerPid != process.pid()) {
            throw new IOException(
                    "process "
                            + peerPid
                            + " listens on the attach socket of JVM "
                            + target.name()
                            + "; nothing was sent to it");
        }
    }

    @Override
    public void close() {
        socketFile.close();
    }
}
