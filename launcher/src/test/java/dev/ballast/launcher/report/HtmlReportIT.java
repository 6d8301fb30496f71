package dev.ballast.launcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a browser, with a reader's hands and eyes. Pictures are in target/reports-seen. */
class HtmlReportIT {
    private static final String HOSTILE =
            "</script><script>window.owned = 1</script><img src=x onerror='window.owned = 1'>"
                    + "<!-- <!--<script> \u2028\u2029 \" ' & {{verdict.word}} javascript:owned=1";

    private static final String COLORS_OF_PLOTS =
            "return [...document.querySelectorAll('.plot canvas')].map(c => new Set(new Uint32Array("
                    + "c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size)";

    private static final String PICTURES =
            "return [...document.querySelectorAll('.plot canvas')].map(c => c.toDataURL())";

    @BeforeAll
    static void needsBrowser() {
        SeenPage.needsBrowser();
    }

    @ParameterizedTest
    @ValueSource(strings = {"survived", "degraded", "killed", "nearly-empty", "large", "hostile"})
    void asksForNothingAndComplainsOfNothing(String name) throws Exception {
        try (SeenPage page = SeenPage.of(name, result(name))) {
            page.photograph(name);
            assertEquals(List.of(), page.complaints());
            assertEquals(List.of(), page.requests());
        }
    }

    private static Map<String, Object> result(String name) throws Exception {
        return switch (name) {
            case "survived" -> MadeResults.survived();
            case "degraded" -> MadeResults.degraded();
            case "killed" -> MadeResults.killed();
            case "nearly-empty" -> MadeResults.nearlyEmpty();
            case "large" -> MadeResults.large();
            default -> MadeResults.withEveryText(HOSTILE);
        };
    }

    @Test
    void loadsAndRunsNothingForOneWhoGetsIntoThePage() throws Exception {
        AtomicInteger visits = new AtomicInteger();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", visit -> visits.incrementAndGet());
        server.start();
        try (SeenPage page = SeenPage.of("policy", MadeResults.survived())) {
            Object blocked =
                    page.jsLater(
                            "const done = arguments[0], seen = new Set();"
                                    + "addEventListener('securitypolicyviolation', e => {"
                                    + "  seen.add(e.effectiveDirective);"
                                    + "  if (seen.size === 4) done([...seen].sort().join(' '));"
                                    + "});"
                                    + "const add = (name, set) =>"
                                    + "  document.body.append(Object.assign("
                                    + "    document.createElement(name), set));"
                                    + "const elsewhere = 'http://127.0.0.1:"
                                    + server.getAddress().getPort()
                                    + "/';"
                                    + "add('img', {src: elsewhere});"
                                    + "fetch(elsewhere).catch(refused => 0);"
                                    + "add('script', {textContent: 'window.owned = 1'});"
                                    + "add('style', {textContent: 'body { display: none }'});");
            assertEquals("connect-src img-src script-src-elem style-src-elem", blocked);
            assertEquals(0, visits.get());
            assertNull(page.js("return window.owned"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void showsHostileTextAsText() throws Exception {
        try (SeenPage page = SeenPage.of("hostile", MadeResults.withEveryText(HOSTILE))) {
            assertNull(page.js("return window.owned"));
            assertEquals(2L, page.js("return document.scripts.length"));
            assertEquals(0L, page.js("return document.images.length"));
            String sentence = page.find("h1").getText();
            assertTrue(sentence.startsWith("</script><script>window.owned = 1"), sentence);
            assertTrue(sentence.contains("{{verdict.word}}"), sentence);
            assertTrue(page.find("#chart-memory .legend").getText().contains("<!--"));
        }
    }

    @Test
    void drawsEveryChart() throws Exception {
        try (SeenPage page = SeenPage.of("charts", MadeResults.degraded())) {
            List<?> colors = (List<?>) page.js(COLORS_OF_PLOTS);
            assertEquals(5, colors.size());
            assertTrue(colors.stream().allMatch(found -> (Long) found > 8), colors.toString());
            List<String> labels =
                    page.all("[role=img]").stream()
                            .map(plot -> plot.getDomAttribute("aria-label"))
                            .toList();
            assertTrue(labels.get(0).contains("median during 460.8 MiB"), () -> labels.toString());
        }
    }

    @Test
    void drawsWhatWasMeasuredOnce() throws Exception {
        try (SeenPage page = SeenPage.of("once", MadeResults.withBytes(Map.of("rss", 1L << 20)))) {
            assertEquals(1, page.all(".plot canvas").size());
            assertEquals(List.of(), page.complaints());
        }
    }

    @Test
    void doesNotPressEverythingToTheGroundForALimitFarAbove() throws Exception {
        Map<String, Object> host =
                MadeResults.withBytes(
                        Map.of("limit", 24L << 30, "use", 3L << 30, "held", 1L << 28));
        try (SeenPage page = SeenPage.of("far", host)) {
            assertEquals("24.0 GiB (above the picture)", valueOf(page, "#chart-memory", "limit"));
            assertEquals("max 2.8 GiB", valueOf(page, "#chart-memory", "everything else"));
            page.photographWindow("far");
        }
    }

    @Test
    void leavesOutWhatWasNeverMeasured() throws Exception {
        try (SeenPage page = SeenPage.of("killed", MadeResults.killed())) {
            assertEquals("health", page.find("#chart-latency .legend label > span").getText());
            assertEquals(1, page.all("#chart-latency .legend label").size());
        }
    }

    @Test
    void showsTheValuesAtTheCursorInEveryChart() throws Exception {
        try (SeenPage page = SeenPage.of("hover", MadeResults.degraded())) {
            WebElement plot = page.find("#chart-memory .u-over");
            assertTrue(valueOf(page, "#chart-memory", "held").startsWith("max "));
            page.actions().moveToElement(plot).perform();
            page.await(
                    "the legend of the memory shows a size",
                    seen -> valueOf(seen, "#chart-memory", "held").matches("\\d+\\.\\d MiB"));
            assertTrue(valueOf(page, "#chart-pressure", "collections").matches("[\\d.]+ %"));
            assertTrue(valueOf(page, "#chart-latency", "orders").matches("[\\d.]+ ms"));
            page.photographWindow("hover");
        }
    }

    private static String valueOf(SeenPage page, String chart, String title) {
        return page.all(chart + " .legend > *").stream()
                .filter(entry -> entry.getText().contains(title))
                .map(
                        entry ->
                                (String)
                                        page.js(
                                                "return arguments[0].querySelector('output').textContent",
                                                entry))
                .findFirst()
                .orElse("no entry with " + title);
    }

    @Test
    void showsTheWordsOfAnEventAtTheCursor() throws Exception {
        try (SeenPage page = SeenPage.of("event", MadeResults.degraded())) {
            WebElement plot = page.find("#chart-memory .u-over");
            int width = plot.getSize().getWidth();
            int left = (int) Math.round(width * 29.2 / 71.15);
            page.actions().moveToElement(plot, left - width / 2, 0).perform();
            String words =
                    page.await(
                            "a bubble with words",
                            seen ->
                                    seen.all(".bubble:not([hidden])").stream()
                                            .map(WebElement::getText)
                                            .filter(text -> text.contains("fuse cut"))
                                            .findFirst()
                                            .orElse(null));
            page.photographWindow("event");
            assertEquals("0:29.2 fuse cut by 24.0 MiB, the limit was near", words);
        }
    }

    @Test
    void zoomsAllChartsByDraggingAndBackByADoubleClick() throws Exception {
        try (SeenPage page = SeenPage.of("zoom", MadeResults.degraded())) {
            List<?> whole = (List<?>) page.js(PICTURES);
            assertEquals(0, edge(page, "min"));
            assertEquals(1425, edge(page, "max"));
            WebElement plot = page.find("#chart-pressure .u-over");
            int quarter = plot.getSize().getWidth() / 4;
            page.actions()
                    .moveToElement(plot, -quarter, 0)
                    .clickAndHold()
                    .moveByOffset(quarter, 0)
                    .release()
                    .perform();
            page.await("the range is a quarter", seen -> edge(seen, "min") > 300);
            assertEquals(712, edge(page, "max"), 20);
            page.await("every chart has followed", seen -> haveAllChanged(seen, whole));
            page.photograph("zoom");

            page.actions().doubleClick(plot).perform();
            page.await("the whole run is back", seen -> edge(seen, "max") == 1425);
            assertEquals(0, edge(page, "min"));
        }
    }

    /** Of what the slider under the charts can reach: it is what is shown. */
    private static int edge(SeenPage page, String name) {
        return Integer.parseInt(page.find("#scrub").getDomAttribute(name));
    }

    private static boolean haveAllChanged(SeenPage page, List<?> before) {
        List<?> now = (List<?>) page.js(PICTURES);
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i).equals(before.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Test
    void canBeReadWithTheKeyboardAlone() throws Exception {
        try (SeenPage page = SeenPage.of("keyboard", MadeResults.degraded())) {
            page.js("document.querySelector('[data-zoom]:nth-child(3)').focus()");
            page.actions().sendKeys(Keys.ENTER).perform();
            page.await("only what was during is shown", seen -> edge(seen, "min") > 90);
            page.actions().sendKeys(Keys.TAB, Keys.TAB, Keys.ARROW_RIGHT).perform();
            String said =
                    page.await(
                            "the slider says a value",
                            seen -> {
                                String text = seen.find("#scrub").getDomAttribute("aria-valuetext");
                                return text != null && text.contains("MiB") ? text : null;
                            });
            assertTrue(said.matches("0:0\\d\\.\\d, everything else in use .*"), said);
        }
    }

    @Test
    void hidesALineWhenItIsSwitchedOff() throws Exception {
        try (SeenPage page = SeenPage.of("toggle", MadeResults.degraded())) {
            Object before = ((List<?>) page.js(PICTURES)).get(0);
            page.find("#chart-memory .legend label:last-child input").click();
            page.await(
                    "VmRSS is drawn", seen -> !((List<?>) seen.js(PICTURES)).get(0).equals(before));
            page.find("#chart-memory .legend label:last-child input").click();
            page.await(
                    "VmRSS is gone", seen -> ((List<?>) seen.js(PICTURES)).get(0).equals(before));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void hasNoBarrierForThoseWhoSeeOrHearItOtherwise(String scheme) throws Exception {
        for (String name : List.of("degraded", "killed", "nearly-empty")) {
            try (SeenPage page = SeenPage.of(name, result(name))) {
                page.emulate("prefers-color-scheme", scheme);
                page.js("document.querySelectorAll('details').forEach(d => d.open = true)");
                assertEquals(List.of(), page.violations(), name);
            }
        }
    }

    @Test
    void isDarkWhereThatIsPreferred() throws Exception {
        try (SeenPage page = SeenPage.of("dark", MadeResults.degraded())) {
            assertTrue(brightness(page) > 200);
            Object light = ((List<?>) page.js(PICTURES)).get(0);
            page.emulate("prefers-color-scheme", "dark");
            assertTrue(brightness(page) < 50);
            page.await(
                    "the charts are drawn again",
                    seen -> !((List<?>) seen.js(PICTURES)).get(0).equals(light));
            page.photograph("dark");
        }
    }

    /** Of the page's background, 0 to 255. */
    private static int brightness(SeenPage page) {
        String color = (String) page.js("return getComputedStyle(document.body).backgroundColor");
        return Integer.parseInt(color.replaceAll("rgb\\((\\d+),.*", "$1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"degraded", "killed", "nearly-empty", "hostile"})
    void fitsANarrowScreen(String name) throws Exception {
        try (SeenPage page = SeenPage.of(name, result(name))) {
            page.resize(400, 800);
            page.await(
                    "the charts have followed",
                    seen ->
                            (Boolean)
                                    seen.js(
                                            "return [...document.querySelectorAll('.uplot')]"
                                                    + ".every(u => u.clientWidth <= innerWidth)"));
            assertEquals(400L, page.js("return document.documentElement.scrollWidth"));
            page.photograph(name + "-400px");
        }
    }

    @Test
    void isWholeOnPaper() throws Exception {
        try (SeenPage page = SeenPage.of("paper", MadeResults.degraded())) {
            page.emulate("prefers-color-scheme", "dark");
            Path file = page.printed("paper");
            try (PDDocument paper = Loader.loadPDF(file.toFile())) {
                assertTrue(paper.getNumberOfPages() >= 1);
                String text = new PDFTextStripper().getText(paper);
                assertTrue(text.contains("DEGRADED"), text);
                assertTrue(text.contains("Latency of the probes"), text);
                assertFalse(text.contains("Whole run"), text);
                assertFalse(text.contains("Copy"), text);
                for (int i = 0; i < paper.getNumberOfPages(); i++) {
                    BufferedImage sheet = new PDFRenderer(paper).renderImageWithDPI(i, 80);
                    ImageIO.write(
                            sheet,
                            "png",
                            file.resolveSibling("paper-" + (i + 1) + ".png").toFile());
                    assertEquals(0xffffff, sheet.getRGB(5, 5) & 0xffffff, "sheets are white");
                }
            }
            assertEquals(
                    "",
                    page.js("return document.documentElement.className")
                            .toString()
                            .replace("drawn", "")
                            .strip());
        }
    }

    @Test
    void copiesTheCommandLine() throws Exception {
        try (SeenPage page = SeenPage.of("copy", MadeResults.degraded())) {
            page.allowClipboard();
            page.find("#copy").click();
            page.await("it says so", seen -> seen.find("#copied").getText().equals("Copied"));
            Object copied = page.jsLater("navigator.clipboard.readText().then(arguments[0])");
            assertEquals(page.find("#command").getText(), copied);
            assertTrue(copied.toString().startsWith("java -jar launcher.jar attach 20763 "));
        }
    }

    @Test
    void saysEverythingButTheChartsWithoutScripts() throws Exception {
        try (SeenPage page =
                SeenPage.of(
                        "no-scripts",
                        MadeResults.degraded(),
                        "--blink-settings=scriptEnabled=false")) {
            assertEquals("DEGRADED", page.find("#verdict").getText());
            assertTrue(page.find("noscript .notice").isDisplayed());
            assertFalse(page.find(".plots").isDisplayed());
            assertFalse(page.find("#copy").isDisplayed());
            assertNotEquals("", page.find("#command").getText());
            assertTrue(page.find(".events").isDisplayed());
            page.photograph("no-scripts");
        }
    }
}
