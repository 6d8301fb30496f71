package dev.ballast.launcher.probe;

import dev.ballast.launcher.linux.NetNamespace;
import dev.ballast.launcher.proc.Proc;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.proc.UntrustedText;
import dev.ballast.launcher.quantity.Durations;
import dev.ballast.launcher.target.TargetJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks by a command: {@code /bin/sh -c} of the host, never a program of the container, with the
 * target's PID on the host as {@code BALLAST_PID}. Its answer has the numbers {@code exit} and
 * {@code time} (seconds), and the texts {@code output} and {@code error} (at most 64 KiB each, as
 * UTF-8).
 *
 * <p>A command that has not ended in time is killed with everything that can be found of what it
 * has started, {@link CommandTree} says what escapes; one that ends leaves nothing behind in its
 * process group.
 */
public final class CommandProbe implements Probe {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private final String command;
    private final Place place;
    private final ProcessId target;
    private final Proc proc;

    private final ReentrantLock looking = new ReentrantLock();
    private Optional<Optional<NetNamespace>> network = Optional.empty();
    private volatile boolean isClosed;

    /**
     * @throws IllegalArgumentException when there is no command
     */
    public CommandProbe(String command, Place place, TargetJvm target, Proc proc) {
        this(command, place, target.process(), proc);
    }

    CommandProbe(String command, Place place, ProcessId target, Proc proc) {
        if (command.isBlank() || command.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("`" + command.strip() + "` is no command");
        }
        this.command = command;
        this.place = place;
        this.target = target;
        this.proc = proc;
    }

    @Override
    public Observation look(Duration timeout) {
        looking.lock();
        long start = System.nanoTime();
        try {
            if (isBrokenOff()) {
                return brokenOff();
            }
            Optional<NetNamespace> namespace = network();
            try (CommandRun run = CommandRun.start(command, namespace, target.pid(), proc)) {
                return run.awaitEnd(start + timeout.toNanos(), this::isBrokenOff)
                        ? ended(run, start)
                        : killed(run, timeout, start);
            }
        } catch (IOException failure) {
            return new Observation.Unseen(
                    "run `" + command + "`: " + UntrustedText.printable(failure.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return brokenOff();
        } finally {
            looking.unlock();
        }
    }

    private Optional<NetNamespace> network() throws IOException {
        if (network.isEmpty()) {
            network =
                    Optional.of(
                            place == Place.CONTAINER
                                    ? new TargetNetwork(proc, target).open()
                                    : Optional.empty());
        }
        return network.get();
    }

    private static Observation ended(CommandRun run, long start)
            throws IOException, InterruptedException {
        double seconds = (System.nanoTime() - start) / 1e9;
        int exitCode = run.exitCode();
        run.finish();
        if (exitCode == NOT_EXECUTABLE || exitCode == NOT_FOUND) {
            return new Observation.Unseen(
                    "it ended with " + exitCode + ": " + UntrustedText.printable(run.error()));
        }
        return new Observation.Answer(
                Map.of("exit", (double) exitCode, "time", seconds),
                Map.of("output", run.output(), "error", run.error()));
    }

    private Observation killed(CommandRun run, Duration timeout, long start) throws IOException {
        boolean hasEnded = run.kill();
        return isBrokenOff()
                ? brokenOff()
                : new Observation.Silence(
                        "no end within "
                                + Durations.words(timeout)
                                + (hasEnded ? "; killed" : "; killed, and it has not ended yet"),
                        Duration.ofNanos(System.nanoTime() - start));
    }

    private boolean isBrokenOff() {
        return isClosed || Thread.currentThread().isInterrupted();
    }

    private static Observation brokenOff() {
        return new Observation.Unseen("the look was broken off");
    }

    @Override
    public void close() {
        isClosed = true;
        looking.lock(); // for a moment: a look that is under way sees that
        try {
            network.flatMap(namespace -> namespace).ifPresent(NetNamespace::close);
            network = Optional.empty();
        } finally {
            looking.unlock();
        }
    }
}
