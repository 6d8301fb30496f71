package dev.ballast.launcher.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a reader sees first: the verdict, what it rests on, and the four figures behind it.
 *
 * @param kind the verdict as a name in the style sheet and of its icon
 * @param expectation empty where nothing was expected
 * @param fault what is said about whether the memory was really taken
 */
record VerdictView(
        String word,
        String kind,
        String sentence,
        String target,
        String startedAt,
        String startedIso,
        String took,
        List<Tile> tiles,
        String expectation,
        boolean asExpected,
        List<String> reasons,
        String fault,
        String faultKind,
        List<String> evidence) {

    /** A figure with a name above and a line below. */
    record Tile(String label, String value, String detail) {}

    private static final Pattern UNIT =
            Pattern.compile("(?<=\\d) (?=%|[KMGT]iB\\b|(?:ms|s|min)\\b)");

    private static final Map<String, String> KINDS =
            Map.of(
                    "SURVIVED", "survived",
                    "DEGRADED", "degraded",
                    "KILLED", "killed",
                    "INCONCLUSIVE", "inconclusive");

    boolean hasReasons() {
        return !reasons.isEmpty();
    }

    boolean hasEvidence() {
        return !evidence.isEmpty();
    }

    static VerdictView of(ResultPart result) {
        ResultPart trial = result.part("trial");
        String verdict = trial.text("verdict").filter(KINDS::containsKey).orElse("");
        String iso = result.text("startedAt").orElse("");
        String expected = trial.text("expected").orElse("");
        boolean asExpected = trial.flag("asExpected").orElse(expected.equals(verdict));
        boolean hasFault = trial.flag("faultConfirmed").isPresent();
        boolean isConfirmed = trial.flag("faultConfirmed").orElse(false);
        return new VerdictView(
                verdict.isEmpty() ? "NO VERDICT" : verdict,
                KINDS.getOrDefault(verdict, "inconclusive"),
                unbroken(trial.text("sentence").orElseGet(() -> withoutTrial(result))),
                target(result),
                iso.isEmpty() ? "" : HtmlWords.moment(iso),
                iso,
                result.number("durationSeconds", HtmlWords::time).orElse(""),
                tiles(result),
                expected.isEmpty() ? "" : expectation(expected, asExpected),
                asExpected,
                reasons(result, trial),
                isConfirmed
                        ? "The pressure was real"
                        : hasFault
                                ? "It is not confirmed that the pressure was real"
                                : "Nothing says whether the pressure was real",
                isConfirmed ? "ok" : "unseen",
                trial.texts("faultEvidence"));
    }

    private static String expectation(String expected, boolean asExpected) {
        return asExpected ? "as expected" : "not as expected (" + expected + ")";
    }

    /** A number stays on one line with its unit. */
    private static String unbroken(String sentence) {
        return UNIT.matcher(sentence).replaceAll("\u00a0");
    }

    private static String withoutTrial(ResultPart result) {
        return "The run ended: " + outcome(result) + ". Nobody has judged it.";
    }

    static String outcome(ResultPart result) {
        return result.text("outcome")
                .map(name -> name.toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElse("outcome unknown");
    }

    private static List<String> reasons(ResultPart result, ResultPart trial) {
        List<String> reasons = new ArrayList<>(trial.texts("reasons"));
        result.text("reason").filter(reason -> !reasons.contains(reason)).ifPresent(reasons::add);
        return reasons;
    }

    private static String target(ResultPart result) {
        String jvm = "JVM " + result.count("pid").map(String::valueOf).orElse("unknown");
        boolean isInside =
                result.count("pidInside").isPresent()
                        && !result.count("pidInside").equals(result.count("pid"));
        return jvm
                + (isInside ? " (" + result.count("pidInside").get() + " inside)" : "")
                + result.text("container").map(name -> " in " + name).orElse("");
    }

    private static List<Tile> tiles(ResultPart result) {
        List<Tile> tiles = new ArrayList<>();
        result.part("trial")
                .number("score", HtmlWords::plain)
                .ifPresent(score -> tiles.add(new Tile("Score", score, "of 100")));
        List<ResultPart> loads = result.parts("loads");
        if (loads.isEmpty() || result.count("willHoldBytes").orElse(0L) > 0) {
            tiles.add(level(result));
        }
        loads.forEach(load -> tiles.add(load(load)));
        List<ResultPart> probes = result.parts("probes");
        if (!probes.isEmpty()) {
            tiles.add(probes(probes));
        }
        ResultPart recovery = result.part("recovery");
        if (!recovery.isEmpty()) {
            tiles.add(recovery(recovery));
        }
        return tiles;
    }

    private static Tile load(ResultPart load) {
        return new Tile(
                load.text("option")
                        .map(option -> option.replaceFirst("^--area ", ""))
                        .orElse("unknown"),
                load.flag("held").orElse(false) ? "held" : "not held",
                load.text("summary").orElse(""));
    }

    private static Tile level(ResultPart result) {
        String held = result.number("heldSeconds", HtmlWords::time).orElse("an unknown time");
        String wanted = result.number("wantedUseBytes", HtmlWords::bytes).orElse("unknown");
        String share =
                result.number("wantedUseBytes", bytes -> share(bytes, result)).orElse("unknown");
        if (result.number("backedOffToBytes").isPresent()) {
            String to = result.number("backedOffToBytes", bytes -> share(bytes, result)).get();
            return new Tile("Level", to, "backed off from " + share + ", held for " + held);
        }
        boolean isReached = result.number("reachedAfterSeconds").isPresent();
        Optional<String> shape = result.text("shape");
        if (isReached && shape.isPresent()) {
            String peak =
                    result.number("peakUseBytes", bytes -> share(bytes, result)).orElse("unknown");
            return new Tile("Peak", peak, shape.get() + ", followed for " + held);
        }
        return new Tile(
                "Level",
                isReached ? share : "not reached",
                isReached
                        ? wanted + ", held for " + held
                        : result.number("wantedUseBytes").isPresent() ? share + " was wanted" : "");
    }

    /** In percent of the limit, or as it is where there is none. */
    private static String share(double bytes, ResultPart result) {
        return HtmlWords.percentOf(bytes, result.number("limitBytes").orElse(0))
                .orElse(HtmlWords.bytes(bytes));
    }

    private static Tile probes(List<ResultPart> probes) {
        long held = withState(probes, "HELD");
        long failed = withState(probes, "FAILED");
        long unseen = withState(probes, "UNSEEN");
        String detail =
                (failed > 0 ? failed + " failed" : "none failed")
                        + (unseen > 0 ? ", " + unseen + " could not look" : "");
        return new Tile("Probes held", held + " of " + probes.size(), detail);
    }

    private static long withState(List<ResultPart> probes, String state) {
        return probes.stream()
                .filter(probe -> probe.text("state").orElse("").equals(state))
                .count();
    }

    private static Tile recovery(ResultPart recovery) {
        if (!recovery.flag("isComplete").orElse(false)) {
            return new Tile("Recovery", "not complete", "within the time that it was watched");
        }
        double probes = recovery.number("probesSeconds").orElse(0);
        double memory = recovery.number("memorySeconds").orElse(0);
        String last =
                recovery.number("probesSeconds").isPresent() && probes >= memory
                        ? "until the probes passed again"
                        : "until the memory was back";
        return new Tile("Recovery", HtmlWords.time(Math.max(probes, memory)), last);
    }
}
