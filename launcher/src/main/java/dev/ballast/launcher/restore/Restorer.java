package dev.ballast.launcher.restore;

import dev.ballast.launcher.journal.Journal;
import dev.ballast.launcher.target.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The small process that gives back what a journal lists: a shell in a session of its own, which
 * ignores every signal that a terminal or a supervisor sends to the launcher's group. It starts to
 * restore at the end of its input or when no beat has come for the lease, so it is the one way of
 * restoring, for a run that ends well as for one whose launcher was killed or stopped.
 */
public final class Restorer implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(5);
    private static final Duration RESTORE_DEADLINE = Duration.ofSeconds(30);

    /** In this order: all of them have {@code read -t}, which dash lacks. */
    private static final List<List<String>> SHELLS =
            List.of(List.of("bash"), List.of("busybox", "sh"), List.of("ash"));

    private final Process process;
    private final BufferedReader said;
    private final Thread beats;
    private volatile boolean isClosed;

    private Restorer(Process process, Duration lease) {
        this.process = process;
        this.said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.beats = new Thread(() -> beat(lease), "ballast-restorer-beat");
        this.beats.setDaemon(true);
    }

    /**
     * @param what is to be changed: {@code scores are}
     * @throws Refusal when this host lacks what the restorer runs on
     */
    public static void checkPossible(String what) throws Refusal {
        if (shell().isEmpty() || Programs.onPath("setsid").isEmpty()) {
            throw new Refusal(
                    what
                            + " only changed when that can be undone after any death of the launcher, and"
                            + " this needs bash (or busybox) and setsid (util-linux) here. Nothing was"
                            + " changed");
        }
    }

    /**
     * Starts it and waits until it is immune to signals. The journal's entry must be written
     * before.
     *
     * @param lease after which it takes a silent launcher for dead
     */
    public static Restorer start(RestoreScript script, Journal journal, Duration lease)
            throws IOException {
        Restorer restorer = new Restorer(startProcess(script, journal, lease), lease);
        try {
            restorer.awaitReady();
        } catch (IOException failure) {
            restorer.process.destroyForcibly();
            throw failure;
        }
        restorer.beats.start();
        return restorer;
    }

    private static Process startProcess(RestoreScript script, Journal journal, Duration lease)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(shell().orElseThrow(() -> new IOException("there is no bash here")));
        command.addAll(List.of("-c", script.text(), script.process()));
        command.addAll(List.of(journal.folder().toString(), Long.toString(lease.toSeconds())));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static Optional<List<String>> shell() {
        return SHELLS.stream()
                .filter(shell -> Programs.onPath(shell.get(0)).isPresent())
                .findFirst();
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        while (!said.ready() && process.isAlive() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        if (!said.ready() || !"ready".equals(said.readLine())) {
            throw new IOException("the restorer did not start; nothing was changed");
        }
    }

    private void beat(Duration lease) {
        try {
            OutputStream input = process.getOutputStream();
            while (!isClosed) {
                input.write('\n');
                input.flush();
                LockSupport.parkNanos(lease.toNanos() / 8);
            }
        } catch (IOException itHasEnded) {
            return; // isOnDuty tells
        }
    }

    /** Whether it still waits. Once its lease ran out, everything is, or will be, restored. */
    public boolean isOnDuty() {
        return process.isAlive();
    }

    /**
     * Makes it restore, and waits for that. Idempotent.
     *
     * @return whether all is restored
     */
    public boolean restore() throws IOException {
        isClosed = true;
        LockSupport.unpark(beats);
        try {
            process.getOutputStream().close();
        } catch (IOException itHasEnded) {
            // It met the end of its lease before.
        }
        try {
            return process.waitFor(RESTORE_DEADLINE.toSeconds(), TimeUnit.SECONDS)
                    && process.exitValue() == 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The last line that it printed; empty when it is still at work. Only after restoring. */
    public String lastWords() {
        return process.isAlive() ? "" : said.lines().reduce((before, last) -> last).orElse("");
    }

    @Override
    public void close() throws IOException {
        restore();
    }
}
