package dev.ballast.launcher.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rows of text below a header, in columns. */
final class Table {
    private static final String INDENT = "  ";

    private Table() {}

    /**
     * @param rows the first is the header; all have as many cells
     * @param words the names of the columns that are set to the left; the others hold numbers
     */
    static List<String> lines(List<List<String>> rows, Set<String> words) {
        List<String> header = rows.get(0);
        int[] widths = new int[header.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> formats = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            formats.add(
                    INDENT + "%" + (words.contains(header.get(i)) ? "-" : "") + widths[i] + "s");
        }
        String format = String.join("", formats);
        return rows.stream()
                .map(row -> String.format(Locale.ROOT, format, row.toArray()).stripTrailing())
                .toList();
    }
}
