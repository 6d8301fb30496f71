package dev.ballast.launcher.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result of one run as a page that needs nothing but itself: no file beside it, no network, and
 * no script for anything but charts and copying. Its policy lets a browser load nothing and run
 * nothing that is not in it; whatever the target has written is text there.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /**
     * @param result as {@link ResultJson} writes it; what is missing is left out
     * @return the page, to be written as UTF-8
     */
    public static String of(Map<String, Object> result) throws IOException {
        ResultPart part = ResultPart.of(result);
        DrawnTimeline timeline = DrawnTimeline.of(part);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("style", HtmlAssets.style());
        page.put("script", HtmlAssets.script());
        page.put("policy", HtmlAssets.policy());
        page.put("verdict", VerdictView.of(part));
        page.put("plan", PlanView.of(part));
        page.put("charts", ChartsView.of(timeline));
        page.put("data", ChartJson.of(timeline, part.parts("probes")));
        page.put("probes", ProbesView.of(part));
        page.put("recovery", RecoveryView.of(part));
        page.put("changes", ChangesView.of(part));
        page.put("environment", EnvironmentView.of(part));
        page.put("hasCharts", !timeline.charts().isEmpty());
        page.put("hasEvents", !timeline.events().isEmpty());
        page.put("hasProbes", !part.parts("probes").isEmpty());
        return Mustache.compiler()
                .escapeHTML(true)
                .emptyStringIsFalse(true)
                .withLoader(name -> new StringReader(HtmlAssets.read(name + ".mustache")))
                .compile(HtmlAssets.read("page.mustache"))
                .execute(page);
    }
}
