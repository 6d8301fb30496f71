package dev.ballast.launcher.report;

import dev.ballast.launcher.proc.UntrustedText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pieces of GitHub flavoured Markdown whose texts stand for themselves: whatever is in them, it is
 * neither markup, HTML, a link nor the end of a cell.
 */
final class Markdown {
    private Markdown() {}

    /**
     * One line. A backslash before any ASCII punctuation makes it that character (CommonMark 2.4);
     * what only means something beside others is left alone, for those who read the source.
     */
    static String text(String untrusted) {
        StringBuilder escaped = new StringBuilder();
        for (char c : UntrustedText.printable(untrusted).toCharArray()) {
            boolean isAsciiWord =
                    c < 128 && (Character.isLetterOrDigit(c) || " ,%;'\"/".indexOf(c) >= 0);
            escaped.append(isAsciiWord || c >= 128 ? "" : "\\").append(c);
        }
        return escaped.toString();
    }

    /**
     * @param rows the first is the header; all have as many cells, which are texts
     */
    static String table(List<List<String>> rows) {
        StringBuilder table = new StringBuilder(row(rows.get(0)));
        table.append("|").append(" --- |".repeat(rows.get(0).size())).append('\n');
        rows.stream().skip(1).map(Markdown::row).forEach(table::append);
        return table.append('\n').toString();
    }

    private static String row(List<String> cells) {
        return cells.stream().map(Markdown::text).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    static String list(List<String> items) {
        return items.stream()
                .map(item -> "- " + text(item) + "\n")
                .collect(Collectors.joining("", "", "\n"));
    }

    /** One line that begins with a word: no fence inside a line ends the block. */
    static String code(String language, String line) {
        String oneLine = UntrustedText.withoutControls(line).replace('\n', ' ');
        return "```" + language + "\n" + oneLine + "\n```\n\n";
    }
}
