package dev.ballast.launcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ballast.launcher.experiment.Level;
import dev.ballast.launcher.linux.WindowSize;
import dev.ballast.launcher.probe.ProbeNow;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.timeline.Event;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said where nothing can be drawn, and what never is. */
class LiveViewTest {
    private static final Terminal FILE =
            Terminal.of(Map.of("TERM", "xterm"), Optional::empty, StandardCharsets.UTF_8);

    private static final Terminal WINDOW =
            Terminal.of(
                    Map.of("TERM", "xterm"),
                    () -> Optional.of(new WindowSize(80, 24)),
                    StandardCharsets.UTF_8);

    private static final Level LEVEL =
            new Level(
                    ByteSize.ofMiB(400),
                    ByteSize.ofMiB(300),
                    ByteSize.ofMiB(100),
                    ByteSize.ofMiB(50),
                    ByteSize.ofMiB(512),
                    List.of(),
                    false,
                    Duration.ofMillis(4500));

    private final StringWriter said = new StringWriter();

    private LiveView view(Terminal terminal, boolean isQuiet) {
        return new LiveView(new PrintWriter(said), terminal, isQuiet, "JVM 1");
    }

    @Test
    void aLogGetsEachStepAndNowAndThenTheLevel() {
        try (LiveView view = view(FILE, false)) {
            view.step(Event.Kind.STEP, "agent loaded\033[2J into JVM 1");
            view.level(LEVEL);
            view.level(LEVEL);
            view.step(Event.Kind.REACHED, "level reached after 2 s");
        }
        assertEquals(
                """
                agent loaded [2J into JVM 1
                grow 300.0 MiB / 400.0 MiB  ballast 150.0 MiB  limit 512.0 MiB  5 s left
                level reached after 2 s
                """,
                said.toString());
    }

    @Test
    void nothingIsSaidWhenItIsToBeQuiet() {
        for (Terminal terminal : List.of(FILE, WINDOW)) {
            try (LiveView view = view(terminal, true)) {
                view.watching(() -> LiveState.Signs.NONE);
                view.step(Event.Kind.STEP, "agent loaded into JVM 1");
                view.level(LEVEL);
                view.releasing();
            }
        }
        assertEquals("", said.toString());
    }

    @Test
    void tellsOnceWhatBecomesOfAProbe() throws Exception {
        CountDownLatch looks = new CountDownLatch(6);
        try (LiveView view = view(FILE, false)) {
            view.watching(
                    () -> {
                        looks.countDown();
                        boolean isFailing = looks.getCount() == 4 || looks.getCount() == 3;
                        return signs(isFailing);
                    });
            view.step(Event.Kind.PROBE_FAILED, "the same as a step");
            assertEquals(true, looks.await(30, TimeUnit.SECONDS));
        }
        assertEquals("probe health failed: status 503\nprobe health passed\n", said.toString());
    }

    private static LiveState.Signs signs(boolean isFailing) {
        ProbeNow health =
                new ProbeNow(
                        "health",
                        Optional.of(!isFailing),
                        OptionalDouble.empty(),
                        isFailing ? "status 503" : "",
                        0);
        LiveState.Signs none = LiveState.Signs.NONE;
        return new LiveState.Signs(
                none.some(),
                none.full(),
                none.collections(),
                none.heap(),
                none.threads(),
                none.memory(),
                List.of(health));
    }

    @Test
    void whatIsStillToBeSaidIsSaidAtTheEndAndTheViewIsGone() {
        try (LiveView view = view(WINDOW, false)) {
            view.level(LEVEL);
            view.step(Event.Kind.STEP, "last words");
        }
        String afterTheView = said.toString().replaceFirst("(?s).*\033\\[J", "");
        assertEquals(true, said.toString().contains("last words"), said.toString());
        assertEquals(false, afterTheView.contains("JVM 1"), said.toString());
    }

    @Test
    @Timeout(30)
    void whoeverTellsIsNotHeldUpByAReaderThatTakesNothing() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        PrintWriter stuck =
                new PrintWriter(new StringWriter()) {
                    @Override
                    public void flush() {
                        try {
                            never.await();
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                        }
                    }
                };
        LiveView view = new LiveView(stuck, FILE, false, "JVM 1");
        for (int i = 0; i < 100_000; i++) {
            view.step(Event.Kind.STEP, "a step");
        }
        view.close();
        never.countDown();
    }
}
