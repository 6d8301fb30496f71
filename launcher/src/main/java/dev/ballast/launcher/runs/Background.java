package dev.ballast.launcher.runs;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.experiment.StopRequest;
import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.plan.Host;
import dev.ballast.launcher.proc.ProcessId;
import dev.ballast.launcher.target.Refusal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A second launcher with the same java, options and jar, in a session of its own and deaf to
 * SIGHUP: neither the end of this process nor that of its terminal reaches it.
 */
public final class Background {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int END_DEADLINE_SECONDS = 5;

    /** Without the sh, a SIGHUP that is sent to it would end the run: a JVM takes it for a stop. */
    private static final List<String> ALOOF =
            List.of("setsid", "sh", "-c", "trap '' HUP; exec \"$@\"", "ballast");

    private final Host host;
    private final Process process;
    private final ProcessId launcher;
    private final LogTail log;

    private Background(Host host, Process process, ProcessId launcher, LogTail log) {
        this.host = host;
        this.process = process;
        this.launcher = launcher;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param own what follows the jar in this process's command line
     * @param arguments what is to follow it instead
     * @param log where everything that it says goes; what is there already stays
     */
    public static Background start(Host host, List<String> own, List<String> arguments, Path log)
            throws IOException {
        LogTail tail = LogTail.of(log);
        List<String> command = new ArrayList<>(ALOOF);
        command.addAll(java(host, own));
        command.addAll(arguments);
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectInput(new File("/dev/null"))
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException failure) {
            throw new Refusal(
                    "--detach could not start setsid (util-linux): "
                            + failure.getMessage()
                            + "; nothing was touched",
                    failure);
        }
        return new Background(host, process, host.proc().id((int) process.pid()), tail);
    }

    /** This process's own command line up to its jar; its first word may be no path. */
    private static List<String> java(Host host, List<String> own) throws IOException {
        List<String> words = host.proc().commandLine(host.launcher().pid());
        int end = words.size() - own.size();
        if (end < 1 || !words.get(end).equals(own.get(0))) {
            throw new Refusal(
                    "--detach cannot tell java's options from its own in the command line "
                            + words
                            + "; use `setsid` and `&` instead. Nothing was touched");
        }
        List<String> java = new ArrayList<>(words.subList(0, end));
        java.set(0, ProcessHandle.current().info().command().orElse(java.get(0)));
        return java;
    }

    public ProcessId launcher() {
        return launcher;
    }

    /**
     * Waits until the run holds its level, or has ended.
     *
     * @param said is given each line that the run says meanwhile
     * @return none when the level is reached and the run goes on; else its exit code
     */
    public OptionalInt await(StopRequest stop, Duration limit, Consumer<String> said)
            throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (process.isAlive()) {
            boolean isReached = isReached();
            log.added().forEach(said);
            if (isReached) {
                return OptionalInt.empty();
            }
            if (stop.isMade()) {
                return OptionalInt.of(end(said));
            }
            if (System.nanoTime() > deadline) {
                end(said);
                throw new IOException(
                        "the run in the background had not reached its level after "
                                + limit.toSeconds()
                                + " s, and did not end; it was stopped");
            }
            stop.await(LOOK);
        }
        log.rest().forEach(said);
        return OptionalInt.of(process.exitValue());
    }

    private Journal journal() {
        return Journal.of(host.journals(), launcher);
    }

    private boolean isReached() throws IOException {
        Optional<RunState> state = RunState.in(journal());
        return state.isPresent() && state.get().phase() == RunState.Phase.HOLD;
    }

    /** Ends it, for whatever reason; its own exit code when it has one, as after Ctrl-C. */
    private int end(Consumer<String> said) throws IOException {
        RunEnd.Ended ended;
        try (RunEnd end = RunEnd.ask(host, journal())) {
            ended = end.await();
        }
        log.rest().forEach(said);
        ended.lines().forEach(said);
        if (!ended.isUndone() || !hasEnded()) {
            return Outcome.FAILED.exitCode();
        }
        boolean isBySignal = process.exitValue() > 128;
        return isBySignal ? Outcome.STOPPED.exitCode() : process.exitValue();
    }

    private boolean hasEnded() {
        try {
            return process.waitFor(END_DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
