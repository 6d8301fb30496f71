package dev.ballast.launcher.report;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.ballast.launcher.experiment.Result;
import dev.ballast.launcher.guard.GuardResult;
import dev.ballast.launcher.load.LoadResult;
import dev.ballast.launcher.plan.Plan;
import dev.ballast.launcher.pressure.SearchResult;
import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.watch.StopRule;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plan and result for machines. Sizes are bytes, times are seconds, what is unknown is null. */
public final class ResultJson {
    private static final int VERSION = 2;

    private ResultJson() {}

    public static String of(Plan plan) throws IOException {
        return write(planFields(plan));
    }

    /** Of the experiment alone; {@link TrialJson} has the rest. */
    static Map<String, Object> fields(Result result) {
        Map<String, Object> fields = planFields(result.plan());
        fields.put("outcome", result.outcome().name());
        fields.put("reason", result.reason());
        fields.put("reachedAfterSeconds", seconds(result.reachedAfter()));
        fields.put("heldSeconds", seconds(Optional.of(result.heldFor())));
        fields.put("heldPart", result.heldPart());
        fields.put("backedOffToBytes", bytes(result.backedOffTo()));
        fields.put("pressure", result.pressure().map(ResultJson::pressureFields).orElse(null));
        fields.put("loads", result.loads().stream().map(ResultJson::loadFields).toList());
        fields.put("peakUseBytes", result.peakUse().bytes());
        fields.put("peakHeldBytes", result.peakHeld().bytes());
        fields.put("peakFuseBytes", result.peakFuse().bytes());
        fields.put("stalls", result.stalls().count());
        fields.put("longestStallSeconds", seconds(Optional.of(result.stalls().longest())));
        fields.put("stallsAtLimit", result.stalls().atLimit());
        fields.put(
                "longestStallAtLimitSeconds",
                seconds(Optional.of(result.stalls().longestAtLimit())));
        fields.put("reliefs", result.reliefs());
        fields.put("meanErrorBytes", result.meanError().bytes());
        fields.put("worstErrorBytes", result.worstError().bytes());
        fields.put("rssBeforeBytes", bytes(result.rss().before()));
        fields.put("rssDuringBytes", bytes(result.rss().during()));
        fields.put("rssAfterBytes", bytes(result.rss().after()));
        fields.put("released", result.isReleased());
        fields.put("guard", result.guard().map(ResultJson::guardFields).orElse(null));
        fields.put("oom", OomText.fields(result.ooms()));
        return fields;
    }

    private static Map<String, Object> planFields(Plan plan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", VERSION);
        fields.put("pid", plan.target().process().pid());
        fields.put("pidInside", plan.target().namespacePid());
        fields.put("container", plan.target().container().map(found -> found.name()).orElse(null));
        fields.put("base", plan.target().bound().name());
        fields.put("limitBytes", plan.limit().bytes());
        fields.put("useBytes", plan.use().unreclaimable().bytes());
        fields.put("reclaimableBytes", plan.use().reclaimable().bytes());
        fields.put("amount", plan.intent().words());
        fields.put(
                "shape",
                plan.intent().wanted().isSteady()
                        ? null
                        : plan.intent().wanted().shape().toString());
        fields.put("area", plan.intent().area().name());
        fields.put("wantedUseBytes", plan.wantedUse().bytes());
        fields.put("willHoldBytes", plan.willHold().bytes());
        fields.put("holdSeconds", seconds(Optional.of(plan.intent().hold())));
        fields.put("timeoutSeconds", seconds(Optional.of(plan.timeout())));
        fields.put("highestForMappedCodeBytes", plan.highestForMappedCode().bytes());
        fields.put("protectScore", plan.guard().map(guard -> guard.score().value()).orElse(null));
        fields.put("stopWhen", rules(plan));
        fields.put("notes", plan.notes());
        return fields;
    }

    private static Map<String, Object> pressureFields(SearchResult found) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("option", found.spec().option());
        fields.put("wantedPercent", found.spec().percent());
        fields.put("measuredPercent", found.measuredPercent());
        fields.put("levelPercent", found.levelPercent());
        fields.put("highestLevelPercent", found.highestPercent());
        fields.put("met", found.isMet());
        fields.put("summary", found.words());
        return fields;
    }

    private static Map<String, Object> loadFields(LoadResult load) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", load.spec().name());
        fields.put("option", load.spec().option());
        fields.put("wanted", load.wanted());
        fields.put("reachedAfterSeconds", seconds(load.reachedAfter()));
        fields.put("mean", load.mean());
        fields.put("meanError", load.meanError());
        fields.put("held", load.isHeld());
        fields.put("mostByBallast", load.mostHeld());
        fields.put("seenBefore", load.seenBefore());
        fields.put("seenLast", load.seenLast());
        fields.put("lost", load.lost());
        fields.put("refusals", load.refusals());
        fields.put("summary", load.words());
        return fields;
    }

    private static List<String> rules(Plan plan) {
        return plan.intent().stopWhen().rules().stream().map(StopRule::words).toList();
    }

    private static Map<String, Object> guardFields(GuardResult guard) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("score", guard.score().value());
        fields.put("by", guard.by().name());
        fields.put("changed", guard.changed());
        fields.put("restored", guard.isRestored());
        fields.put("leftPids", guard.left().stream().map(process -> process.pid()).toList());
        return fields;
    }

    static Double seconds(Optional<Duration> time) {
        return time.map(value -> value.toMillis() / 1e3).orElse(null);
    }

    private static Long bytes(Optional<ByteSize> size) {
        return size.map(ByteSize::bytes).orElse(null);
    }

    static String write(Map<String, Object> fields) throws IOException {
        return JSON.std
                        .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
                        .asString(fields)
                + "\n";
    }
}
