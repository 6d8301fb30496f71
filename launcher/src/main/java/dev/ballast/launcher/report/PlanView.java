package dev.ballast.launcher.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was asked for, and what became of the level. */
record PlanView(List<Row> plan, List<String> notes, List<Row> level) {
    /** A term and what it is. */
    record Row(String term, String value) {}

    boolean hasNotes() {
        return !notes.isEmpty();
    }

    static PlanView of(ResultPart result) {
        return new PlanView(plan(result), result.texts("notes"), level(result));
    }

    private static List<Row> plan(ResultPart result) {
        List<Row> rows = new ArrayList<>();
        result.text("amount")
                .ifPresent(
                        amount ->
                                rows.add(
                                        new Row(
                                                "Level",
                                                isShaped(result)
                                                        ? amount
                                                        : amount
                                                                + sized(
                                                                        " = ",
                                                                        "wantedUseBytes",
                                                                        result))));
        result.text("base")
                .ifPresent(
                        base ->
                                rows.add(
                                        new Row(
                                                "Base",
                                                base
                                                        + result.number(
                                                                        "limitBytes",
                                                                        HtmlWords::bytes)
                                                                .map(limit -> ", limit " + limit)
                                                                .orElse(""))));
        result.number("useBytes", HtmlWords::bytes)
                .ifPresent(use -> rows.add(new Row("In use before", inUse(use, result))));
        result.number("willHoldBytes", HtmlWords::bytes)
                .ifPresent(
                        held ->
                                rows.add(
                                        new Row(
                                                "Takes",
                                                (isShaped(result) ? "at most " : "")
                                                        + held
                                                        + result.text("area")
                                                                .map(PlanView::ofArea)
                                                                .orElse(""))));
        time(result).ifPresent(time -> rows.add(new Row("Time", time)));
        rows.add(new Row("Protection", protection(result)));
        List<String> rules = result.texts("stopWhen");
        rows.add(
                new Row(
                        "Stops early",
                        rules.isEmpty() ? "when asked to" : "when " + String.join(", or ", rules)));
        result.number("highestForMappedCodeBytes", HtmlWords::bytes)
                .ifPresent(
                        highest ->
                                rows.add(new Row("Room for code", "up to " + highest + " in use")));
        return rows;
    }

    private static String ofArea(String area) {
        return " of " + area.toLowerCase(Locale.ROOT) + " memory";
    }

    private static String inUse(String use, ResultPart result) {
        return use
                + " that cannot be reclaimed"
                + result.number("reclaimableBytes", HtmlWords::bytes)
                        .map(reclaimable -> ", " + reclaimable + " that can")
                        .orElse("");
    }

    private static String protection(ResultPart result) {
        return result.number("protectScore", HtmlWords::plain)
                .map(score -> "from the OOM killer, at score " + score)
                .orElse("nobody from the OOM killer");
    }

    private static Optional<String> time(ResultPart result) {
        Optional<String> hold = result.number("holdSeconds", HtmlWords::time);
        Optional<String> timeout = result.number("timeoutSeconds", HtmlWords::time);
        return hold.map(
                time ->
                        "hold "
                                + time
                                + timeout.map(most -> ", at most " + most + " in all").orElse(""));
    }

    private static List<Row> level(ResultPart result) {
        List<Row> rows = new ArrayList<>();
        rows.add(
                new Row(
                        "Outcome",
                        VerdictView.outcome(result)
                                + result.number("exitCode", HtmlWords::plain)
                                        .map(code -> ", exit code " + code)
                                        .orElse("")));
        rows.add(new Row(isShaped(result) ? "Begun" : "Reached", reached(result)));
        result.number("heldSeconds", HtmlWords::time)
                .ifPresent(held -> rows.add(new Row("Held for", held + part(result))));
        if (result.number("meanErrorBytes").isPresent()
                && result.number("heldSeconds").orElse(0) > 0) {
            rows.add(new Row("Off by, on average", sized("", "meanErrorBytes", result)));
            rows.add(new Row("Off by, at worst", sized("", "worstErrorBytes", result)));
        }
        if (result.number("peakUseBytes").isPresent()) {
            rows.add(new Row("Highest use", sized("", "peakUseBytes", result)));
        }
        return rows;
    }

    private static boolean isShaped(ResultPart result) {
        return result.text("shape").isPresent() || !hasLevel(result);
    }

    private static boolean hasLevel(ResultPart result) {
        return result.parts("loads").isEmpty() || result.count("willHoldBytes").orElse(0L) > 0;
    }

    private static String part(ResultPart result) {
        return result.number(
                        "heldPart",
                        part ->
                                (isShaped(result) ? ", within 1 % for " : ", at the level for ")
                                        + HtmlWords.percent(100 * part)
                                        + " of it")
                .orElse("");
    }

    private static String reached(ResultPart result) {
        return result.number("reachedAfterSeconds", HtmlWords::time)
                .map(after -> "after " + after)
                .orElseGet(
                        () ->
                                result.number("backedOffToBytes").isPresent()
                                        ? "not; backed off to"
                                                + sized(" ", "backedOffToBytes", result)
                                        : "not");
    }

    /** {@code 460.8 MiB (90.0 % of the limit)}. */
    private static String sized(String before, String name, ResultPart result) {
        return result.number(
                        name,
                        bytes ->
                                before
                                        + HtmlWords.bytes(bytes)
                                        + HtmlWords.percentOf(
                                                        bytes,
                                                        result.number("limitBytes").orElse(0))
                                                .map(share -> " (" + share + " of the limit)")
                                                .orElse(""))
                .orElse("");
    }
}
