package dev.ballast.launcher.report;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import dev.ballast.launcher.lab.Lab;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.print.PrintOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A report in Chromium, as a reader has it: opened from a file. */
final class SeenPage implements AutoCloseable {
    private static final String CHROMIUM = "chromium";
    private static final String DRIVER = "chromedriver";

    /** What is kept for people to look at. */
    private static final Path SEEN =
            Path.of(System.getProperty("basedir", "launcher"), "target", "reports-seen");

    /** Selenium misses its own protocol's classes for this browser; nothing here needs them. */
    private static final Logger CDP_VERSIONS =
            Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    static {
        CDP_VERSIONS.setLevel(Level.SEVERE);
    }

    private final ChromeDriver browser;
    private final Path temporary;
    private final String address;

    private SeenPage(ChromeDriver browser, Path temporary, String address) {
        this.browser = browser;
        this.temporary = temporary;
        this.address = address;
    }

    /** Skips the test, naming what is missing, where there is no such browser. */
    static void needsBrowser() {
        Lab.needsProgram(CHROMIUM);
        Lab.needsProgram(DRIVER);
    }

    static SeenPage of(String name, Map<String, Object> result, String... options)
            throws IOException {
        needsBrowser();
        Path file = Files.createDirectories(SEEN).resolve(name + ".html").toAbsolutePath();
        Files.writeString(file, HtmlReport.of(result));
        Path temporary = Files.createTempDirectory("seen");
        SeenPage page =
                new SeenPage(started(temporary, options), temporary, file.toUri().toString());
        page.browser.get(page.address);
        return page;
    }

    /**
     * @param temporary where it leaves folders when it is ended
     */
    private static ChromeDriver started(Path temporary, String... options) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions chrome = new ChromeOptions();
        chrome.setBinary(Lab.program(CHROMIUM).toFile());
        // Its sandbox refuses root; /dev/shm of a container is small.
        chrome.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--window-size=1280,900");
        chrome.addArguments(options);
        chrome.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        File driver = Lab.program(DRIVER).toFile();
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(driver)
                        .withEnvironment(Map.of("TMPDIR", temporary.toString()))
                        .build();
        return new ChromeDriver(service, chrome);
    }

    Object js(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }

    /** What an asynchronous script gives to its last argument. */
    Object jsLater(String script) {
        browser.manage().timeouts().scriptTimeout(Lab.longer(Duration.ofSeconds(30)));
        return browser.executeAsyncScript(script);
    }

    WebElement find(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    Actions actions() {
        return new Actions(browser);
    }

    <T> T await(String what, Function<SeenPage, T> isSo) {
        return new WebDriverWait(browser, Lab.longer(Duration.ofSeconds(30)), Duration.ofMillis(20))
                .withMessage(what)
                .until(any -> isSo.apply(this));
    }

    void emulate(String feature, String value) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", feature, "value", value))));
    }

    void resize(int width, int height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void allowClipboard() {
        browser.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
    }

    /** A picture of the whole page, kept. */
    void photograph(String name) throws IOException {
        Object height = js("return document.documentElement.scrollHeight");
        Object width = js("return innerWidth");
        Map<String, Object> whole =
                Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
        Map<String, Object> taken =
                browser.executeCdpCommand(
                        "Page.captureScreenshot",
                        Map.of("format", "png", "captureBeyondViewport", true, "clip", whole));
        Files.write(
                SEEN.resolve(name + ".png"),
                Base64.getDecoder().decode((String) taken.get("data")));
    }

    /** A picture of the part that is in the window, as the mouse has left it, kept. */
    void photographWindow(String name) throws IOException {
        Files.write(SEEN.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }

    /** As the browser prints it on A4, kept. */
    Path printed(String name) throws IOException {
        String pdf = browser.print(new PrintOptions()).getContent();
        return Files.write(SEEN.resolve(name + ".pdf"), Base64.getDecoder().decode(pdf));
    }

    /** What a reader with a console would be told: warnings and errors. */
    List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Every address that the page has asked for, but for its own. */
    List<String> requests() {
        return browser.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .map(message -> message.replaceFirst("(?s).*\"documentURL\".*?\"url\":\"", ""))
                .map(message -> message.substring(0, message.indexOf('"')))
                .filter(url -> !url.equals(address) && !url.startsWith("data:"))
                .toList();
    }

    /** What breaks WCAG 2 at levels A and AA, as far as a program can tell. */
    List<String> violations() {
        List<Rule> rules =
                new AxeBuilder()
                        .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                        .analyze(browser)
                        .getViolations();
        return rules.stream()
                .flatMap(
                        rule ->
                                rule.getNodes().stream()
                                        .map(
                                                node ->
                                                        rule.getId()
                                                                + ": "
                                                                + node.getHtml()
                                                                + " "
                                                                + node.getFailureSummary()))
                .toList();
    }

    @Override
    public void close() throws IOException {
        browser.quit();
        try (Stream<Path> all = Files.walk(temporary)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
