package dev.ballast.launcher.shape;

import dev.ballast.launcher.quantity.Durations;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded use: one point a line, a time and a level, with a comma or space between. A time without
 * a unit is in seconds and a level without one in bytes, as monitoring exports them. Empty lines,
 * lines that begin with {@code #} and a first line of column names are passed over.
 */
final class TraceFile {
    /** A second each for more than ten days. */
    private static final int MOST_POINTS = 1_000_000;

    private TraceFile() {}

    /**
     * @throws IllegalArgumentException naming the file, and the line that is wrong
     */
    static Shape.Trace read(String file) {
        List<Shape.Trace.Point> points = new ArrayList<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(Path.of(file))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                boolean isHeader = number == 1 && line.matches("\\s*\\p{Alpha}.*");
                if (!isHeader && !line.isBlank() && !line.startsWith("#")) {
                    points.add(point(line.strip()));
                }
                if (points.size() > MOST_POINTS) {
                    throw new IllegalArgumentException("more than " + MOST_POINTS + " points");
                }
            }
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "`" + file + "`, line " + number + ": " + wrong.getMessage(), wrong);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "`" + file + "` cannot be read as text: " + unreadable, unreadable);
        }
        try {
            return new Shape.Trace(file, points);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("`" + file + "`: " + wrong.getMessage(), wrong);
        }
    }

    private static Shape.Trace.Point point(String line) {
        String[] cells = line.split("\\s*[,;\\s]\\s*");
        if (cells.length != 2) {
            throw new IllegalArgumentException(
                    "a point is a time and a level, for example `30s,512MiB`");
        }
        Duration time = Durations.parse(isBare(cells[0]) ? cells[0] + "s" : cells[0]);
        return new Shape.Trace.Point(
                time, Amount.parseLevel(isBare(cells[1]) ? wholeBytes(cells[1]) : cells[1]));
    }

    private static boolean isBare(String cell) {
        return cell.matches("[0-9.]+");
    }

    private static String wholeBytes(String number) {
        return number.replaceFirst("\\.\\d*$", "") + "B";
    }
}
