package dev.ballast.launcher.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;

/**
 * The service itself: it keeps the last of the blocks that it makes ten times a second, until its
 * standard input ends, so that it never outlives the demo.
 */
public final class DemoService {
    private static final int KEPT_BLOCKS = 100;
    private static final int BLOCK_BYTES = 100_000;
    private static final int PERIOD_MILLIS = 100;
    private static final int END_DEADLINE_SECONDS = 5;

    private DemoService() {}

    public static void main(String[] arguments) throws IOException {
        Deque<byte[]> blocks = new ArrayDeque<>();
        new Timer("work", true)
                .schedule(
                        new TimerTask() {
                            @Override
                            public void run() {
                                blocks.add(new byte[BLOCK_BYTES]);
                                if (blocks.size() > KEPT_BLOCKS) {
                                    blocks.remove();
                                }
                            }
                        },
                        0,
                        PERIOD_MILLIS);
        System.out.println("READY");
        while (System.in.read() >= 0) {
            continue;
        }
    }

    /** Starts it in a JVM of its own and waits until it is up. */
    public static Running start() throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-cp",
                                ownJar(),
                                DemoService.class.getName())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Running service = new Running(process);
        try {
            service.awaitReady();
            return service;
        } catch (IOException failure) {
            service.close();
            throw failure;
        }
    }

    private static String ownJar() throws IOException {
        try {
            return Path.of(
                            DemoService.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }

    /** A service that runs; closing ends it. */
    public record Running(Process process) implements AutoCloseable {
        public int pid() {
            return (int) process.pid();
        }

        private void awaitReady() throws IOException {
            var output =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
            if (!"READY".equals(output.readLine())) {
                throw new IOException("the demo service did not start");
            }
        }

        /**
         * Lets it end by itself, so that HotSpot removes its own files; by force if it does not.
         */
        @Override
        public void close() {
            try {
                process.getOutputStream().close();
                process.waitFor(END_DEADLINE_SECONDS, TimeUnit.SECONDS);
            } catch (IOException alreadyEnded) {
                return;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
