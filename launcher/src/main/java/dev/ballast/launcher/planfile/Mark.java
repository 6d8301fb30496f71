package dev.ballast.launcher.planfile;

import java.util.Comparator;

/**
 * A place in the file.
 *
 * @param line from 1 on
 * @param column from 1 on
 */
public record Mark(int line, int column) implements Comparable<Mark> {
    private static final Comparator<Mark> ORDER =
            Comparator.comparingInt(Mark::line).thenComparingInt(Mark::column);

    public Mark {
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("no place in a file: " + line + ":" + column);
        }
    }

    /** Where so much text ends. */
    static Mark after(String text) {
        int lines = (int) text.chars().filter(c -> c == '\n').count();
        int column = text.codePointCount(text.lastIndexOf('\n') + 1, text.length());
        return new Mark(lines + 1, column + 1);
    }

    @Override
    public int compareTo(Mark other) {
        return ORDER.compare(this, other);
    }

    /** {@code 7:3}. */
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
