package dev.ballast.launcher.probe;

import dev.ballast.launcher.linux.Errno;
import dev.ballast.launcher.linux.NetNamespace;
import dev.ballast.launcher.linux.Pidfd;
import dev.ballast.launcher.linux.Pipe;
import dev.ballast.launcher.linux.ProcessGroup;
import dev.ballast.launcher.proc.Proc;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A shell command of the host, in a session of its own, and what it writes. The thread that waits
 * for it reads that meanwhile: a command that writes without end never waits, and is never kept.
 */
final class CommandRun implements AutoCloseable {
    /** Within which an interrupt is noticed. */
    private static final Duration SLICE = Duration.ofMillis(20);

    /** What is killed ends at once, unless it is in a system call that cannot be interrupted. */
    private static final Duration KILL_PATIENCE = Duration.ofMillis(500);

    private static final int PIECE_BYTES = 8 << 10;

    /** A pipe can be made to hold 1 MiB (pipe(7)). */
    private static final int MOST_LEFT_BYTES = 1 << 20;

    private final Proc proc;
    private final Pipe output;
    private final Pipe error;
    private final FirstBytes outputBytes = new FirstBytes();
    private final FirstBytes errorBytes = new FirstBytes();
    private final byte[] piece = new byte[PIECE_BYTES];
    private final Process shell;
    private final Optional<Pidfd> pidfd;

    private CommandRun(Proc proc, Pipe output, Pipe error, ProcessBuilder command)
            throws IOException {
        this.proc = proc;
        this.output = output;
        this.error = error;
        this.shell = command.start();
        output.closeWriteEnd();
        error.closeWriteEnd();
        try {
            this.pidfd = pidfd(pid());
        } catch (IOException failure) {
            shell.destroyForcibly();
            throw failure;
        }
    }

    /**
     * Starts it.
     *
     * @param network none for the launcher's own
     * @param targetPid what it finds in BALLAST_PID
     */
    static CommandRun start(
            String command, Optional<NetNamespace> network, int targetPid, Proc proc)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words(command, network.isPresent()));
        builder.environment().put("BALLAST_PID", Integer.toString(targetPid));
        builder.redirectInput(
                network.map(namespace -> namespace.reopenPath().toFile())
                        .orElse(new File("/dev/null")));
        Pipe output = Pipe.open();
        Pipe error = null;
        try {
            error = Pipe.open();
            builder.redirectOutput(output.writePath().toFile());
            builder.redirectError(error.writePath().toFile());
            return new CommandRun(proc, output, error, builder);
        } catch (IOException | RuntimeException failure) {
            output.close();
            if (error != null) {
                error.close();
            }
            throw failure;
        }
    }

    /** A child inherits no descriptor but the first three, so the namespace comes as the first. */
    private static List<String> words(String command, boolean isElsewhere) {
        List<String> words = new ArrayList<>(List.of("setsid"));
        if (isElsewhere) {
            words.addAll(List.of("nsenter", "--net=/proc/self/fd/0"));
            words.addAll(List.of("/bin/sh", "-c", "exec /bin/sh -c \"$1\" < /dev/null", "sh"));
        } else {
            words.addAll(List.of("/bin/sh", "-c"));
        }
        words.add(command);
        return words;
    }

    private static Optional<Pidfd> pidfd(int pid) throws IOException {
        try {
            return Optional.of(Pidfd.open(pid));
        } catch (Errno failure) {
            if (failure.is(Errno.ESRCH)) { // it has ended, and the JVM has reaped it
                return Optional.empty();
            }
            throw failure;
        }
    }

    private int pid() {
        return (int) shell.pid();
    }

    /**
     * Waits for the command's end, and then ends what it has left behind in its group.
     *
     * @return whether it has ended before the deadline, and before it was broken off
     */
    boolean awaitEnd(long deadlineNanos, BooleanSupplier isBrokenOff) throws IOException {
        while (!hasEnded(deadlineNanos)) {
            readPiece(output, outputBytes);
            readPiece(error, errorBytes);
            if (isBrokenOff.getAsBoolean() || System.nanoTime() - deadlineNanos >= 0) {
                return false;
            }
        }
        return true;
    }

    private boolean hasEnded(long deadlineNanos) throws IOException {
        if (pidfd.isEmpty()) {
            return true;
        }
        List<Pipe> open = new ArrayList<>(List.of(output, error));
        open.removeIf(Pipe::isAtEnd);
        long left = Math.max(0, deadlineNanos - System.nanoTime());
        Duration slice = Duration.ofNanos(Math.min(left, SLICE.toNanos()));
        return pidfd.get().awaitEndOr(open, slice);
    }

    private int readPiece(Pipe pipe, FirstBytes into) throws IOException {
        int count = pipe.read(piece);
        into.add(piece, count);
        return count;
    }

    /** As the shell counts: 128 and the signal's number for a command that a signal has ended. */
    int exitCode() throws IOException, InterruptedException {
        if (!shell.waitFor(KILL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("the command has ended, and the JVM has not noticed it");
        }
        return shell.exitValue();
    }

    /** Ends what it has left in its group, and reads what is still in the pipes. */
    void finish() throws IOException {
        // While the group has a member, no process gets its number.
        if (!Files.exists(proc.path(pid()))) {
            new ProcessGroup(pid()).kill();
        }
        for (int left = MOST_LEFT_BYTES; left > 0 && readPiece(output, outputBytes) > 0; ) {
            left -= PIECE_BYTES;
        }
        for (int left = MOST_LEFT_BYTES; left > 0 && readPiece(error, errorBytes) > 0; ) {
            left -= PIECE_BYTES;
        }
    }

    String output() {
        return outputBytes.text();
    }

    String error() {
        return errorBytes.text();
    }

    /**
     * Ends it and all that it has started by force.
     *
     * @return whether it has ended
     */
    boolean kill() throws IOException {
        if (pidfd.isEmpty()) {
            return true;
        }
        try (CommandTree tree = new CommandTree(proc, pid())) {
            if (shell.isAlive()) {
                tree.kill(KILL_PATIENCE);
            }
        }
        killShell(pidfd.get());
        return pidfd.get().awaitEnd(KILL_PATIENCE);
    }

    /** It may not have come to a group of its own yet. */
    private static void killShell(Pidfd shell) throws IOException {
        try {
            shell.kill();
        } catch (Errno failure) {
            if (!failure.is(Errno.ESRCH)) {
                throw failure;
            }
        }
    }

    @Override
    public void close() {
        pidfd.ifPresent(Pidfd::close);
        output.close();
        error.close();
    }
}
