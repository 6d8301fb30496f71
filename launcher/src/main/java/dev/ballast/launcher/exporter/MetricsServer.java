package dev.ballast.launcher.exporter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ballast.launcher.report.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code GET /metrics} on 127.0.0.1, until it is closed. Its threads are daemons, and few: a scrape
 * that hangs is given up after five seconds, and one too many is turned away.
 */
final class MetricsServer implements AutoCloseable {
    private static final String PATH = "/metrics";
    private static final int SCRAPES_AT_ONCE = 4;
    private static final int SCRAPES_WAITING = 16;
    private static final String MOST_CONNECTIONS = "32";
    private static final String LONGEST_SECONDS = "5";
    private static final byte[] LOCALHOST = {127, 0, 0, 1};

    private final HttpServer server;
    private final Supplier<byte[]> page;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    SCRAPES_AT_ONCE,
                    SCRAPES_AT_ONCE,
                    1,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(SCRAPES_WAITING),
                    MetricsServer::daemon);

    /**
     * @param port 0 for any that is free
     * @throws IOException when it cannot be had
     */
    MetricsServer(int port, Supplier<byte[]> page) throws IOException {
        this.page = page;
        limit();
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getByAddress(LOCALHOST), port),
                        SCRAPES_WAITING);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        threads.allowCoreThreadTimeOut(true);
        start();
    }

    /** The JDK's server reads them once; it has no limits by itself (17 to 25). */
    private static void limit() {
        setIfUnset("sun.net.httpserver.maxReqTime", LONGEST_SECONDS);
        setIfUnset("sun.net.httpserver.maxRspTime", LONGEST_SECONDS);
        setIfUnset("jdk.httpserver.maxConnections", MOST_CONNECTIONS);
    }

    private static void setIfUnset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "ballast-metrics-scrape");
        thread.setDaemon(true);
        return thread;
    }

    /** In a daemon: the server's own thread becomes what the one that starts it is. */
    private void start() throws IOException {
        try {
            threads.submit(server::start).get();
        } catch (ExecutionException failure) {
            close();
            throw new IOException(failure.getCause());
        } catch (InterruptedException interrupted) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange scrape) throws IOException {
        try (scrape) {
            boolean isHead = scrape.getRequestMethod().equals("HEAD");
            if (!scrape.getRequestURI().getPath().equals(PATH)) {
                scrape.sendResponseHeaders(404, -1);
            } else if (!isHead && !scrape.getRequestMethod().equals("GET")) {
                scrape.getResponseHeaders().set("Allow", "GET, HEAD");
                scrape.sendResponseHeaders(405, -1);
            } else {
                byte[] body = page.get();
                scrape.getResponseHeaders().set("Content-Type", Metrics.CONTENT_TYPE);
                scrape.sendResponseHeaders(200, isHead ? -1 : body.length);
                if (!isHead) {
                    scrape.getResponseBody().write(body);
                }
            }
        }
    }

    /** Cuts scrapes that are under way. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
