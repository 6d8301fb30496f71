package dev.ballast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.cli.LiveViewPuppet;
import dev.ballast.launcher.lab.Lab;
import dev.ballast.launcher.lab.Tmux;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees in a terminal while a run goes on. */
class LiveViewIT {
    private static final Map<String, String> UTF8 = Map.of("LC_ALL", "C.UTF-8", "NO_COLOR", "");

    @TempDir private Path folder;

    /** A view, told what to show through a pipe. */
    private final class Watched implements AutoCloseable {
        private final Tmux tmux;
        private final PrintWriter pipe;

        Watched(int columns, int rows, Map<String, String> environment, String... more)
                throws IOException {
            Lab.needsProgram("tmux");
            Path file = folder.resolve("pipe");
            Lab.run("mkfifo", file.toString());
            Path classes =
                    Path.of(
                            LiveViewPuppet.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .getPath());
            String name = more.length > 0 ? more[0] : "JVM 8061 (Shop)";
            tmux =
                    Tmux.start(
                            "live",
                            columns,
                            rows,
                            environment,
                            Lab.java(),
                            "-cp",
                            classes + ":" + Lab.launcherJar(),
                            LiveViewPuppet.class.getName(),
                            file.toString(),
                            name,
                            more.length > 1 ? more[1] : "--loud");
            pipe = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true);
        }

        Watched tell(String... lines) {
            for (String line : lines) {
                pipe.println(line);
            }
            return this;
        }

        Watched holds() {
            return tell(
                    "phase DURING",
                    "step STEP agent loaded into JVM 8061",
                    "probe health ok 0.0012 0",
                    "probe orders fail 0.503 3 status 503, expected 200",
                    "signs 12.3 3.1 4.0 120 34 461 512",
                    "level 450 450 250 50 500 hold 28");
        }

        @Override
        public void close() throws IOException {
            pipe.close();
            tmux.close();
        }
    }

    /** The screen without the moving parts of the view: the seconds that pass. */
    private static String still(String screen) {
        return screen.replaceAll("─+ \\d+ s(,| held,| ─)", "─ N s$1")
                .replaceAll("\\n  trend.*", "\n  trend");
    }

    @Test
    void showsTheStagesOfARunAndLeavesOnlyTheStepsBehind() throws Exception {
        try (Watched run = new Watched(100, 30, UTF8)) {
            run.tell("phase BEFORE", "signs 0 0 1.2 80 34 150 500");
            String before = run.tmux.await("trend");
            assertTrue(before.startsWith("─ before     JVM 8061 (Shop) ──"), before);
            assertTrue(
                    before.contains("  use        150.0 MiB  30.0 %   limit 500.0 MiB\n"), before);
            run.tell("phase DURING", "level 450 250 100 0 500 grow 69");
            String grow = run.tmux.await("timeout in 1 min 9 s");
            assertTrue(grow.startsWith("─ grow       JVM 8061 (Shop) ──"), grow);
            run.holds();
            String hold = run.tmux.await("FAIL");
            assertEquals(
                    """
                    agent loaded into JVM 8061
                    probe orders failed: status 503, expected 200
                    ─ hold       JVM 8061 (Shop) ─ N s held, 28 s left ─
                      ███████████████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒▒▒▒┃······▏
                      use        450.0 MiB  90.0 %   wanted 450.0 MiB  90.0 %   limit 500.0 MiB
                      parts      █ other 150.0 MiB   ▓ ballast 250.0 MiB   ▒ fuse  50.0 MiB
                      trend
                      vitals     PSI some 12.3 %, full  3.1 %   GC  4.0 %   heap 120M   threads 34
                      probes     ok    health   1.2 ms
                                 FAIL  orders   503 ms  3 failed  status 503, expected 200
                    """,
                    still(hold));
            run.tell("releasing");
            run.tmux.await("─ release    JVM 8061 (Shop) ──");
            run.tell("phase AFTER", "probe orders ok 0.030 3", "signs 0 0 0 80 34 150 500");
            run.tmux.await("─ after      JVM 8061 (Shop) ──");
            run.pipe.close();
            assertEquals(
                    """
                    agent loaded into JVM 8061
                    probe orders failed: status 503, expected 200
                    probe orders passed
                    result: held
                    """,
                    run.tmux.await("result: held"));
        }
    }

    @Test
    void keepsItsShapeInFortyColumns() throws Exception {
        try (Watched run = new Watched(40, 30, UTF8)) {
            run.holds();
            String hold = run.tmux.await("FAIL");
            assertEquals(
                    """
                    agent loaded into JVM 8061
                    probe orders failed: status 503, expecte
                    d 200
                    hold    JVM 8061 (Shop) ─── 28 s left ─
                    ███████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒┃···▏
                    use     450.0 MiB  90.0 %
                            wanted 450.0 MiB  90.0 %
                            limit 500.0 MiB
                    parts   █ other 150.0 MiB
                            ▓ ballast 250.0 MiB
                            ▒ fuse  50.0 MiB
                    """,
                    hold.replaceFirst("(?s)(trend|vitals).*", ""));
            run.pipe.close();
            String end = run.tmux.await("result: held");
            assertTrue(end.endsWith("d 200\nresult: held\n"), end);
        }
    }

    /** Where a line becomes two by the resize, both are to go. */
    @Test
    void isDrawnAnewWhenTheWindowIsResized() throws Exception {
        try (Watched run = new Watched(100, 40, UTF8)) {
            run.holds();
            run.tmux.await("FAIL");
            run.tmux.resize(50, 40);
            String narrow = run.tmux.await("hold    JVM 8061 (Shop) ──");
            assertEquals(1, count(narrow, "JVM 8061 (Shop)"), narrow);
            assertEquals(1, count(narrow, "wanted"), narrow);
            run.tell("step STEP the limit is now 600.0 MiB");
            run.tmux.await("the limit is now 600.0 MiB");
            run.tmux.resize(90, 12);
            String low = run.tmux.await("─ hold       JVM 8061 (Shop) ──");
            assertEquals(1, count(low, "JVM 8061 (Shop)"), low);
            run.pipe.close();
            String end = run.tmux.await("result: held");
            assertFalse(end.matches("(?s).*[█▓▒┃─].*"), end);
            assertTrue(run.tmux.history().contains("\nthe limit is now 600.0 MiB\n"), end);
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    /** Names are the target's. A terminal that wraps a line would show it in the next frames. */
    @Test
    void aHostileNameDoesNotBreakIt() throws Exception {
        String name = "\033[2J\033[5A 商店\ud83d\udca3\u2764\ufe0fe\u0301\u0301 ".repeat(20);
        try (Watched run = new Watched(61, 30, UTF8, name)) {
            run.tell(
                    "step STEP agent loaded",
                    "probe " + "\ud83d\udca3\u0301商".repeat(60) + " ok 0.01 0",
                    "probe x fail 0.01 1 " + "商\u0301\033[1A".repeat(100),
                    "signs 0 0 0 1 1 1 500",
                    "level 450 450 250 50 500 hold 28");
            run.tmux.await("FAIL");
            for (int left = 27; left > 20; left--) {
                run.tell("level 450 450 250 50 500 hold " + left);
                run.tmux.await(left + " s left");
            }
            String screen = run.tmux.screen();
            assertTrue(screen.startsWith("agent loaded\n"), screen);
            assertEquals(1, count(screen, "─ hold"), screen);
            assertEquals(1, count(screen, "FAIL"), screen);
        }
    }

    /** The terminal shows it where the cursor waits. */
    @Test
    void whatIsTypedMeanwhileDoesNotStay() throws Exception {
        try (Watched run = new Watched(80, 24, UTF8)) {
            run.holds();
            run.tmux.await("trend"); // the last line to come: none is drawn over the typed text
            run.tmux.type("typed");
            run.tell("level 450 450 250 50 500 hold 5");
            run.tmux.await(" 5 s left");
            Lab.await("the typed text to go", () -> !run.tmux.screen().contains("typed"));
            run.pipe.close();
            run.tmux.await("result: held");
        }
    }

    @Test
    void isPlainWhereTheTerminalIs() throws Exception {
        Map<String, String> ascii = new HashMap<>(Map.of("LC_ALL", "C", "NO_COLOR", "1"));
        try (Watched run = new Watched(80, 24, ascii)) {
            run.holds();
            String screen = run.tmux.await("FAIL");
            assertTrue(screen.matches("[ -~\\n]*"), screen);
            assertEquals(screen, run.tmux.colouredScreen());
        }
        Files.delete(folder.resolve("pipe"));
        ascii.put("TERM", "dumb");
        try (Watched run = new Watched(80, 24, ascii)) {
            run.holds();
            String screen = run.tmux.await("hold 450.0 MiB / 450.0 MiB");
            assertFalse(screen.contains("parts"), screen);
        }
    }

    @Test
    void isColouredWhereItMayBe() throws Exception {
        try (Watched run = new Watched(80, 24, UTF8)) {
            run.holds();
            run.tmux.await("FAIL");
            String screen = run.tmux.colouredScreen();
            assertTrue(screen.contains("\033[36m█") && screen.contains("\033[33m▓"), screen);
        }
    }

    @Test
    void saysNothingWhenItIsToBeQuiet() throws Exception {
        try (Watched run = new Watched(80, 24, UTF8, "JVM 8061", "--quiet")) {
            run.holds();
            run.pipe.close();
            assertEquals("result: held\n", run.tmux.await("result: held"));
        }
    }
}
