package dev.ballast.launcher.report;

import java.util.ArrayList;
import java.util.List;
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
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                String space = " ".repeat(widths[i] - cell.length());
                boolean isLeft = words.contains(header.get(i));
                line.append(INDENT).append(isLeft ? cell + space : space + cell);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
