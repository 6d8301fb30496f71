package dev.ballast.launcher.planfile;

import java.util.LinkedHashMap;
import java.util.Map;

/** What SnakeYAML Engine (3.2) says of a text that is no YAML, and what mostly was the cause. */
final class SyntaxWords {
    /** By a part of what is said. */
    private static final Map<String, String> CAUSES = new LinkedHashMap<>();

    static {
        CAUSES.put("mapping values are not allowed here", "a value with `: ` in it needs quotes");
        CAUSES.put("'\\t(TAB)'", "indent with spaces");
        CAUSES.put("cannot start any token", "a value that begins with it needs quotes");
        CAUSES.put("expected <block end>", "is it indented like its neighbours?");
        CAUSES.put("could not find expected ':'", "a key is followed by a colon and a space");
        CAUSES.put("found unexpected end of stream", "a quote or bracket is not closed");
        CAUSES.put("expected ',' or ", "a bracket is not closed, or a comma is missing");
    }

    private SyntaxWords() {}

    /**
     * @param context what was being read; null when that is not known
     */
    static String of(String problem, String context) {
        String cause =
                CAUSES.entrySet().stream()
                        .filter(entry -> problem.contains(entry.getKey()))
                        .findFirst()
                        .map(entry -> "; " + entry.getValue())
                        .orElse("");
        return "not YAML: "
                + problem.replaceFirst("\\. \\(Do not use .*", "")
                + (context == null ? "" : " " + context)
                + cause;
    }
}
