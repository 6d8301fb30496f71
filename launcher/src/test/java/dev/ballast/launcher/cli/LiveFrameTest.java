package dev.ballast.launcher.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.cli.LiveState.Memory;
import dev.ballast.launcher.cli.LiveState.Signs;
import dev.ballast.launcher.cli.LiveState.Stage;
import dev.ballast.launcher.probe.ProbeNow;
import dev.ballast.launcher.quantity.ByteSize;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of a state, as text. */
class LiveFrameTest {
    private static final int HIGH = 100;

    private static final String HOSTILE =
            "\033[2J\033[999A\r\n\t\007ev\u202eil 商店商店商店 \ud83d\udca3\ufe0f e\u0301\u0301 "
                    + "\ud800 "
                    + "long ".repeat(100);

    private static Memory memory(long use, long held, long fuse, long wanted) {
        return new Memory(
                ByteSize.ofMiB(use),
                ByteSize.ofMiB(500),
                ByteSize.ofMiB(held),
                ByteSize.ofMiB(fuse),
                List.of(),
                Optional.of(ByteSize.ofMiB(wanted)));
    }

    private static ProbeNow probe(String name, boolean isPassing) {
        return new ProbeNow(
                name,
                Optional.of(isPassing),
                OptionalDouble.of(0.012),
                isPassing ? "" : "status 503",
                isPassing ? 0 : 3);
    }

    private static LiveState holding(String target, Memory memory, List<ProbeNow> probes) {
        return new LiveState(
                Stage.HOLD,
                target,
                Duration.ofSeconds(12),
                Optional.of(Duration.ofSeconds(28)),
                Optional.of(memory),
                LongStream.rangeClosed(1, 60).map(i -> i << 20).boxed().toList(),
                new Signs(
                        OptionalDouble.of(12.34),
                        OptionalDouble.of(3),
                        OptionalDouble.of(0),
                        Optional.of(ByteSize.ofMiB(120)),
                        OptionalLong.of(34),
                        Optional.empty(),
                        probes));
    }

    private static LiveState holding(List<ProbeNow> probes) {
        return holding("JVM 8061 (Shop)", memory(450, 250, 50, 450), probes);
    }

    private static List<String> text(LiveState state, int width, int height, Glyphs glyphs) {
        return LiveFrame.lines(state, width, height, glyphs).stream()
                .map(line -> line.text(false))
                .toList();
    }

    private static String page(LiveState state, int width, int height) {
        return String.join("\n", text(state, width, height, Glyphs.ASCII)) + "\n";
    }

    @Test
    void showsEverythingThatIsKnownInEightyColumns() {
        List<ProbeNow> probes =
                List.of(
                        probe("health", true),
                        probe("orders", false),
                        new ProbeNow("log", Optional.empty(), OptionalDouble.empty(), "", 0));
        assertEquals(
                """
                - hold       JVM 8061 (Shop) --------------------------- 12 s held, 28 s left -
                  #######################=====================================~~~~~~~~|......]
                  use        450.0 MiB  90.0 %   wanted 450.0 MiB  90.0 %   limit 500.0 MiB
                  parts      # other 150.0 MiB   = ballast 250.0 MiB   ~ fuse  50.0 MiB
                  trend       24.0 MiB ___.....:::::-----======+++++*****### 60.0 MiB  in 37 s
                  vitals     PSI some 12.3 %, full  3.0 %   GC  0.0 %   heap 120M   threads 34
                  probes     ok    health    12 ms
                             FAIL  orders    12 ms  3 failed  status 503
                             ?     log
                """,
                page(holding(probes), 79, HIGH));
    }

    @Test
    void showsTheSameNumbersInFortyColumnsInMoreLines() {
        assertEquals(
                """
                hold    JVM 8061 (Shop) --- 28 s left -
                ###########===================~~~~|...]
                use     450.0 MiB  90.0 %
                        wanted 450.0 MiB  90.0 %
                        limit 500.0 MiB
                parts   # other 150.0 MiB
                        = ballast 250.0 MiB
                        ~ fuse  50.0 MiB
                trend    50.0 MiB _..:-==+**# 60.0 MiB
                vitals  PSI some 12.3 %, full  3.0 %
                        GC  0.0 %   heap 120M
                        threads 34
                probes  FAIL  orders    12 ms  3 failed
                """,
                page(holding(List.of(probe("orders", false))), 39, HIGH));
    }

    @Test
    void isNeverWiderThanTheTerminalNorContainsWhatATerminalObeys() {
        List<ProbeNow> probes =
                IntStream.range(0, 9)
                        .mapToObj(
                                i ->
                                        new ProbeNow(
                                                HOSTILE.substring(i),
                                                Optional.of(false),
                                                OptionalDouble.of(1e9),
                                                HOSTILE,
                                                Integer.MAX_VALUE))
                        .toList();
        for (Glyphs glyphs : Glyphs.values()) {
            for (int width = 1; width <= 200; width++) {
                for (int height : new int[] {1, 3, 6, 20}) {
                    LiveState state = holding(HOSTILE, memory(450, 250, 50, 450), probes);
                    List<StyledLine> lines = LiveFrame.lines(state, width, height, glyphs);
                    assertTrue(lines.size() <= height, width + " x " + height);
                    for (StyledLine line : lines) {
                        String text = line.text(false);
                        String where = width + " x " + height + ": `" + text + "`";
                        assertTrue(line.cells() <= width, where);
                        assertTrue(text.codePointCount(0, text.length()) <= width, where);
                        assertFalse(text.matches(".*[\\p{C}\\p{Zl}\\p{Zp}].*"), where);
                    }
                }
            }
        }
    }

    @Test
    void showsOnlyAsciiWhereNothingElseCanBeShown() {
        LiveState state =
                holding(HOSTILE, memory(450, 250, 50, 450), List.of(probe(HOSTILE, false)));
        String all = String.join("", text(state, 79, HIGH, Glyphs.ASCII));
        assertTrue(all.matches("[ -~]*"), all);
    }

    @Test
    void colouredTextIsTheSameTextWithStyles() {
        for (StyledLine line : LiveFrame.lines(holding(List.of()), 79, HIGH, Glyphs.UNICODE)) {
            assertEquals(line.text(false), line.text(true).replaceAll("\033\\[[0-9;]*m", ""));
        }
    }

    @Test
    void leavesOutWhatMattersLeastWhereThereAreFewRows() {
        LiveState state = holding(List.of(probe("orders", false)));
        List<String> firsts = List.of("-", "use", "###", "probes", "vitals", "parts", "trend");
        for (int height = 1; height <= firsts.size(); height++) {
            String page = page(state, 79, height);
            for (int i = 0; i < firsts.size(); i++) {
                boolean isThere =
                        page.lines().map(String::strip).anyMatch(startsWith(firsts.get(i)));
                assertEquals(i < height, isThere, firsts.get(i) + " in\n" + page);
            }
        }
    }

    private static Predicate<String> startsWith(String beginning) {
        return line -> line.startsWith(beginning);
    }

    @Test
    void saysNothingOfWhatIsNotKnown() {
        LiveState state =
                new LiveState(
                        Stage.BEFORE,
                        "JVM 1",
                        Duration.ofSeconds(3),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Signs.NONE);
        assertEquals(
                "- before     JVM 1 ------------------------------------- 3 s -\n",
                page(state, 62, HIGH));
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void namesEveryStageBesideTheTarget(Stage stage) {
        LiveState now = holding(List.of());
        LiveState state =
                new LiveState(
                        stage,
                        now.target(),
                        now.elapsed(),
                        now.left(),
                        now.memory(),
                        now.useBytes(),
                        now.signs());
        for (int width : new int[] {39, 79}) {
            String title = text(state, width, HIGH, Glyphs.ASCII).get(0);
            assertTrue(
                    title.matches("(- )?" + stage.words() + " +JVM 8061 \\(Shop\\) .* -"), title);
            assertEquals(width, title.length());
        }
    }

    @Test
    void namesAtMostFiveProbesAndTheFailingOnesFirst() {
        List<ProbeNow> probes =
                IntStream.range(0, 8)
                        .mapToObj(i -> probe("p" + i, i != 6))
                        .collect(Collectors.toList());
        assertEquals("p0 p1 p2 p3 p6 and 3 more", shown(probes, HIGH));
        Collections.reverse(probes);
        assertEquals("p7 p6 p5 p4 p3 and 3 more", shown(probes, HIGH));
    }

    @Test
    void countsTheFailingProbesThatItHasNoRoomFor() {
        List<ProbeNow> probes = IntStream.range(0, 8).mapToObj(i -> probe("p" + i, i < 2)).toList();
        assertEquals("p2 p3 p4 p5 p6 and 3 more, 1 failing", shown(probes, HIGH));
        assertEquals("p2 p3 and 6 more, 4 failing", shown(probes, 6));
        assertEquals("8 probes, 6 failing", shown(probes, 4));
        assertEquals("", shown(probes, 3));
    }

    private static String shown(List<ProbeNow> probes, int height) {
        return text(holding(probes), 79, height, Glyphs.ASCII).stream()
                .map(line -> line.replaceFirst("^  probes", "        ").strip())
                .filter(line -> line.matches("(ok|FAIL) .*|and \\d.*|\\d+ probes.*"))
                .map(line -> line.replaceFirst("(ok|FAIL) +(\\w+).*", "$2"))
                .collect(Collectors.joining(" "));
    }

    private static String bar(long use, long held, long fuse, long wanted, int width) {
        return text(
                        holding("", memory(use, held, fuse, wanted), List.of()),
                        width,
                        HIGH,
                        Glyphs.ASCII)
                .get(1)
                .strip();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 51, 59})
    void theMarkOfTheWantedUseIsInTheCellBehindIt(int width) {
        int cells = width - 1;
        for (int wanted = 0; wanted <= 500; wanted++) {
            String bar = bar(0, 0, 0, wanted, width);
            assertEquals(cells, bar.indexOf(']'));
            assertEquals(Math.min(cells - 1, Math.round(wanted / 500.0 * cells)), bar.indexOf('|'));
        }
    }

    @Test
    void theBarIsFilledInTheOrderOtherBallastFuse() {
        assertEquals("####====~~|.........]", bar(250, 100, 50, 250, 21));
        assertEquals("========~~|.........]", bar(250, 200, 50, 250, 21));
        assertEquals("~~~~~~~~~~|.........]", bar(250, 0, 250, 250, 21));
        assertEquals("####......|.........]", bar(100, 0, 0, 250, 21));
        assertEquals("###################|]", bar(500, 0, 0, 500, 21));
    }

    @Test
    void evenALittleBallastHasACell() {
        assertEquals("###=~......|.............]", bar(90, 1, 1, 220, 26));
        assertEquals("=~.........|.............]", bar(0, 1, 1, 220, 26));
    }

    @Test
    void moreInUseThanTheLimitFillsTheBar() {
        assertEquals("========================|]", bar(900, 900, 0, 500, 26));
    }
}
