package dev.ballast.launcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ballast.launcher.experiment.Outcome;
import dev.ballast.launcher.probe.MadeReports;
import dev.ballast.launcher.timeline.Phase;
import dev.ballast.launcher.trial.Expected;
import dev.ballast.launcher.trial.MadeTrial;
import dev.ballast.launcher.trial.TrialResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read back by a real parser: what counts is what is shown, not what stands in the source. */
class MarkdownSummaryTest {
    private static final String HOSTILE =
            "a|b `c` ``d`` <img src=x onerror=y> &lt; **e** _f_ ~~g~~ [h](http://i) ![j](k) \\| \\"
                    + " # l - m\n| n |\r\n```\n<script>\u001b[2J\u202e @someone #1 1. o";

    /** The same as it is to be shown: in one line, without what controls a terminal. */
    private static final String SHOWN =
            "a|b `c` ``d`` <img src=x onerror=y> &lt; **e** _f_ ~~g~~ [h](http://i) ![j](k) \\| \\"
                    + " # l - m | n | ``` <script> [2J  @someone #1 1. o";

    @TempDir private Path temporary;

    private MadeTrial trial;

    @BeforeEach
    void makeTrial() {
        trial = new MadeTrial(temporary);
    }

    /** What a reader sees of a document. */
    private static final class Seen extends AbstractVisitor {
        private final List<String> cells = new ArrayList<>();
        private final List<String> headings = new ArrayList<>();
        private final List<String> items = new ArrayList<>();
        private final List<String> code = new ArrayList<>();
        private final List<String> markup = new ArrayList<>();

        @Override
        public void visit(Heading heading) {
            headings.add(text(heading));
            visitChildren(heading);
        }

        @Override
        public void visit(BulletList list) {
            for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
                items.add(text(item));
            }
            visitChildren(list);
        }

        @Override
        public void visit(CustomNode node) {
            if (node instanceof TableCell) {
                cells.add(text(node));
            }
            visitChildren(node);
        }

        @Override
        public void visit(FencedCodeBlock block) {
            code.add(block.getLiteral());
        }

        @Override
        public void visit(HtmlInline html) {
            markup.add(html.getLiteral());
        }

        @Override
        public void visit(HtmlBlock html) {
            markup.add(html.getLiteral());
        }

        @Override
        public void visit(Link link) {
            markup.add(link.getDestination());
        }

        @Override
        public void visit(Image image) {
            markup.add(image.getDestination());
        }

        @Override
        public void visit(Code span) {
            markup.add(span.getLiteral());
        }

        @Override
        public void visit(Emphasis emphasis) {
            markup.add(text(emphasis));
        }

        @Override
        public void visit(StrongEmphasis emphasis) {
            markup.add(text(emphasis));
        }
    }

    private static String text(Node of) {
        StringBuilder text = new StringBuilder();
        of.accept(
                new AbstractVisitor() {
                    @Override
                    public void visit(Text part) {
                        text.append(part.getLiteral());
                    }

                    @Override
                    public void visit(SoftLineBreak end) {
                        text.append('\n');
                    }
                });
        return text.toString();
    }

    private static Seen seen(String markdown) {
        List<Extension> tables = List.of(TablesExtension.create());
        Seen seen = new Seen();
        Parser.builder().extensions(tables).build().parse(markdown).accept(seen);
        return seen;
    }

    @Test
    void showsVerdictFactsAndProbes() throws Exception {
        TrialResult result =
                trial.probe(
                                new MadeReports("http:http://localhost:1/ name=health status==200")
                                        .passed(Phase.BEFORE, 3, 0.01)
                                        .passed(Phase.DURING, 99, 0.5)
                                        .failed(Phase.DURING, 12.34, "status 503")
                                        .passed(Phase.AFTER, 7, 0.01)
                                        .made())
                        .probe(
                                new MadeReports("jvm: name=gc gc-time<20%")
                                        .unseen(Phase.DURING, "not known")
                                        .made())
                        .made();
        Seen seen = seen(MarkdownSummary.of(result));
        assertEquals(List.of("⚠️ ballast: degraded"), seen.headings);
        assertEquals(
                List.of(
                        "what",
                        "value",
                        "level",
                        "--level 90% (460.8 MiB, 90.0 % of the limit)",
                        "held",
                        "reached after 1.2 s, held for 1 min",
                        "peak",
                        "460.8 MiB (90.0 % of the limit)",
                        "score",
                        "99 of 100",
                        "recovery",
                        "every probe passed after 1.5 s; memory was back after 200 ms",
                        "RSS",
                        "90.0 MiB before, 450.0 MiB during, 91.0 MiB after",
                        "probe",
                        "result",
                        "p99 before",
                        "p99 during",
                        "passed",
                        "failed",
                        "could not look",
                        "health",
                        "failed",
                        "10 ms",
                        "500 ms",
                        "99",
                        "1",
                        "0",
                        "gc",
                        "could not look",
                        "-",
                        "-",
                        "0",
                        "0",
                        "1"),
                seen.cells);
        assertEquals(List.of("health at 12.3 s (during): status 503"), seen.items);
        assertEquals(List.of(), seen.markup);
    }

    @Test
    void theSymbolFollowsWhatWasExpected() throws Exception {
        assertEquals(
                List.of("✅ ballast: survived"), seen(MarkdownSummary.of(trial.made())).headings);
        assertEquals(
                List.of("❌ ballast: survived, but expected oome"),
                seen(MarkdownSummary.of(trial.expecting(Expected.OOME).made())).headings);
        trial.killed();
        assertEquals(
                List.of("✅ ballast: killed, as expected"),
                seen(MarkdownSummary.of(trial.expecting(Expected.KILLED).made())).headings);
        assertEquals(
                List.of("❔ ballast: inconclusive"),
                seen(MarkdownSummary.of(
                                new MadeTrial(temporary.resolve("other"))
                                        .ended(Outcome.STOPPED, "")
                                        .made()))
                        .headings);
    }

    @Test
    void hostileTextIsShownAndMeansNothing() throws Exception {
        Seen seen =
                seen(
                        Markdown.table(List.of(List.of("x", HOSTILE), List.of(HOSTILE, "y")))
                                + Markdown.list(
                                        List.of(HOSTILE, "- a", "1. b", "> c", "# d", "+ e")));
        assertEquals(List.of("x", SHOWN, SHOWN, "y"), seen.cells);
        assertEquals(List.of(SHOWN, "- a", "1. b", "> c", "# d", "+ e"), seen.items);
        assertEquals(List.of(), seen.markup);
        assertEquals(List.of(), seen.code);
    }

    /** Each of ASCII's printable characters, at the beginning, in the middle, at the end, twice. */
    @Test
    void everyCharacterIsShownAsItIs() {
        for (char c = '!'; c <= '~'; c++) {
            String cell = c + "a" + c + c + " " + c + "b" + c + c + c;
            Seen seen = seen(Markdown.table(List.of(List.of(cell, "x"), List.of("y", cell))));
            assertEquals(List.of(cell, "x", "y", cell), seen.cells);
            assertEquals(List.of(cell), seen(Markdown.list(List.of(cell))).items);
        }
    }

    @Test
    void hostileTextOfAContainerAndOfAProbeReachesNothing() throws Exception {
        TrialResult result =
                trial.in(HOSTILE)
                        .probe(
                                new MadeReports("http:http://localhost:1/ name=health status==200")
                                        .failed(Phase.DURING, 1, HOSTILE)
                                        .made())
                        .ended(Outcome.INCONCLUSIVE, HOSTILE)
                        .made();
        Seen seen = seen(MarkdownSummary.of(result));
        assertEquals(List.of("health at 1.0 s (during): " + SHOWN), seen.items);
        assertEquals(14 + 14, seen.cells.size(), seen.cells::toString);
        assertEquals(List.of(), seen.markup);
        assertEquals(List.of(), seen.code);
    }

    @Test
    void showsTenFailuresAndHowManyThereAre() throws Exception {
        MadeReports probe = new MadeReports("http:http://localhost:1/ name=health status==200");
        for (int i = 0; i < 30; i++) {
            probe.failed(Phase.DURING, i, "refused");
        }
        String markdown = MarkdownSummary.of(trial.probe(probe.made()).made());
        assertEquals(10, seen(markdown).items.size());
        assertTrue(markdown.contains("First failures, 10 of 30:"), markdown);
    }

    @Test
    void saysHowToRunItAgainAsAShellReadsIt() throws Exception {
        TrialResult result = trial.made();
        String markdown =
                MarkdownSummary.of(
                        result,
                        List.of("attach", "4711", "--probe", "cmd:\"it's\" `x` ```\n```", "a'b"));
        assertEquals(
                List.of(
                        "java -jar launcher.jar attach 4711 --probe 'cmd:\"it'\\''s\" `x` ``` ```'"
                                + " 'a'\\''b'\n"),
                seen(markdown).code);
        assertFalse(MarkdownSummary.of(result).contains("Run it again"));
    }
}
