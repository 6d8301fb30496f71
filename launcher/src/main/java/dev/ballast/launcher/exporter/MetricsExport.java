package dev.ballast.launcher.exporter;

import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.report.Metrics;
import dev.ballast.launcher.report.WholeFile;
import dev.ballast.launcher.target.Refusal;
import dev.ballast.launcher.trial.TrialResult;
import dev.ballast.launcher.trial.Watching;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Shows the metrics of one run until it is closed: in a file that is written every 15 s and at the
 * end, and to whoever asks a port on 127.0.0.1. Opened before anything is touched, so that what
 * cannot be had is refused:
 *
 * <pre>
 * try (MetricsExport metrics = new MetricsExport(plan, file, port)) { // says metrics.address()
 *     try (Trial trial = new Trial(host, plan, asked, stop)) {
 *         metrics.follow(trial.watching());
 *         Optional&lt;TrialResult&gt; result = trial.run(progress);
 *         result.ifPresent(metrics::ended);
 *     }
 *     // show the result here: close() may fail, because the file could not be written
 * }
 * </pre>
 *
 * Nothing here is called by the control loop or waits for it; the newest values are read without
 * any lock.
 */
public final class MetricsExport implements AutoCloseable {
    /** As often as Prometheus usually scrapes node_exporter. */
    private static final Duration PERIOD = Duration.ofSeconds(15);

    /** A file system that hangs must not keep the launcher from ending. */
    private static final long FAREWELL_SECONDS = 5;

    private final Metrics metrics;
    private final Optional<Path> path;
    private final Optional<MetricsFile> file;
    private final Optional<MetricsServer> server;
    private final ScheduledThreadPoolExecutor writer;
    private volatile Supplier<byte[]> page;
    private volatile Optional<Watching> watched = Optional.empty();
    private boolean hasEnded;
    private boolean isClosed;

    /**
     * @param file that is replaced; none for no file
     * @param port 0 for any that is free; none for no port
     * @throws Refusal when one of them cannot be had; nothing is left of the other then, but for
     *     the file
     */
    public MetricsExport(Plan plan, Optional<Path> file, OptionalInt port) throws IOException {
        this(plan, file, port, PERIOD);
    }

    MetricsExport(Plan plan, Optional<Path> file, OptionalInt port, Duration period)
            throws IOException {
        this.metrics = new Metrics(plan, Instant.now());
        this.page = () -> metrics.idle(true);
        this.path = file;
        this.server = port.isPresent() ? Optional.of(serve(port.getAsInt())) : Optional.empty();
        this.file = file.isPresent() ? Optional.of(open(file.get())) : Optional.empty();
        this.writer = new ScheduledThreadPoolExecutor(1, MetricsExport::daemon);
        this.file.ifPresent(
                open ->
                        writer.scheduleWithFixedDelay(
                                () -> rewrite(open),
                                period.toMillis(),
                                period.toMillis(),
                                TimeUnit.MILLISECONDS));
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "ballast-metrics");
        thread.setDaemon(true);
        return thread;
    }

    private MetricsServer serve(int port) throws Refusal {
        try {
            return new MetricsServer(port, () -> page.get());
        } catch (IOException failure) {
            throw new Refusal(
                    "--metrics-port: 127.0.0.1:"
                            + port
                            + " cannot be listened on: "
                            + failure.getMessage()
                            + "; name another port, or 0 for any that is free. Nothing was touched",
                    failure);
        }
    }

    /** By writing it: nothing else shows that it can be written and put in its place. */
    private MetricsFile open(Path name) throws Refusal {
        try {
            MetricsFile open = new MetricsFile(name);
            open.write(page.get());
            return open;
        } catch (IOException failure) {
            server.ifPresent(MetricsServer::close);
            throw new Refusal(
                    "--metrics: `"
                            + name
                            + "` cannot be written: "
                            + WholeFile.reason(failure)
                            + "; name a file in a folder that this user may write to. Nothing was"
                            + " touched",
                    failure);
        }
    }

    /** A try that fails is made again; only the last one counts. */
    private void rewrite(MetricsFile open) {
        try {
            open.write(page.get());
        } catch (IOException failure) {
            return;
        }
    }

    /** Where it can be scraped: {@code http://127.0.0.1:9099/metrics}; none without a port. */
    public Optional<String> address() {
        return server.map(open -> "http://127.0.0.1:" + open.port() + "/metrics");
    }

    /** From now on this trial is shown. Returns at once. */
    public void follow(Watching trial) {
        watched = Optional.of(trial);
        page = () -> metrics.during(trial::last, trial.probes());
    }

    /**
     * From now on its result is shown, until this is closed and in the file that stays. Returns at
     * once.
     */
    public void ended(TrialResult result) {
        byte[] last =
                metrics.ended(result, watched.map(Watching::probes).orElse(java.util.List.of()));
        page = () -> last;
        hasEnded = true;
    }

    /**
     * Ends the port, and writes the file for the last time. Idempotent.
     *
     * @throws IOException when that could not be done; what is in the file then is older
     */
    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        server.ifPresent(MetricsServer::close);
        if (!hasEnded) {
            page = () -> metrics.idle(false);
        }
        try {
            if (file.isPresent()) {
                writeLast(file.get());
            }
        } finally {
            writer.shutdownNow();
        }
    }

    private void writeLast(MetricsFile open) throws IOException {
        try {
            writer.submit(
                            () -> {
                                open.write(page.get());
                                return true;
                            })
                    .get(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw failed(
                    failure.getCause() instanceof IOException why
                            ? WholeFile.reason(why)
                            : String.valueOf(failure.getCause()),
                    failure.getCause());
        } catch (TimeoutException late) {
            throw failed("not done after " + FAREWELL_SECONDS + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed("interrupted", interrupted);
        }
    }

    private IOException failed(String why, Throwable cause) {
        return new IOException(
                "write `"
                        + path.orElseThrow()
                        + "`: "
                        + why
                        + "; what it holds is older than the end of the run",
                cause);
    }
}
