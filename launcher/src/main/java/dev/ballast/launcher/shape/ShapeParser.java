package dev.ballast.launcher.shape;

import dev.ballast.launcher.quantity.ByteSize;
import dev.ballast.launcher.quantity.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of {@code --shape}: words between single spaces or more. */
final class ShapeParser {
    private static final String FORMS =
            "; write for example `ramp 5m`, `leak 10MiB/min`, `steps 50,75,90% each 30s`,"
                    + " `wave 60%..95% period 1m`, `spike +300MiB for 2s every 20s` or"
                    + " `trace usage.csv`";

    /** A long list of steps is a trace. */
    private static final int MOST_STEPS = 1000;

    private static final Pattern LAST_UNIT = Pattern.compile("[^0-9.]*$");

    private ShapeParser() {}

    static Shape parse(String text) {
        String[] words = text.strip().split("\\s+", 2);
        String rest = words.length < 2 ? "" : words[1];
        return switch (words[0]) {
            case "hold" -> {
                match("hold", "", rest);
                yield new Shape.Hold();
            }
            case "ramp" -> new Shape.Ramp(time(match("ramp TIME", "(\\S+)", rest).group(1)));
            case "leak" -> leak(rest);
            case "steps" -> steps(rest);
            case "wave" -> wave(rest);
            case "spike" -> spike(rest);
            case "trace" -> TraceFile.read(match("trace FILE", "(.+)", rest).group(1));
            default -> throw new IllegalArgumentException("`" + text + "` is no shape" + FORMS);
        };
    }

    private static Shape leak(String text) {
        Matcher words = match("leak SIZE/min", "([^/]+)/(\\S+)", text);
        return new Shape.Leak(ByteSize.parse(words.group(1)), Shape.Leak.Per.parse(words.group(2)));
    }

    private static Shape steps(String text) {
        Matcher words =
                match(
                        "steps 50,75,90% each TIME` or `steps 50%..90% by 5% each TIME`, and"
                                + " `pause TIME",
                        "(\\S+?)(?: by (\\S+))? each (\\S+)(?: pause (\\S+))?", text);
        List<Amount> levels =
                words.group(2) == null
                        ? listed(words.group(1))
                        : between(words.group(1), words.group(2));
        Duration pause = words.group(4) == null ? Duration.ZERO : time(words.group(4));
        return new Shape.Steps(levels, time(words.group(3)), pause);
    }

    private static List<Amount> listed(String list) {
        Matcher unit = LAST_UNIT.matcher(list);
        String lastUnit = unit.find() ? unit.group() : "";
        List<Amount> levels = new ArrayList<>();
        for (String level : list.split(",", MOST_STEPS + 1)) {
            boolean isBare = level.matches("[0-9.]+");
            levels.add(Amount.parseLevel(isBare ? level + lastUnit : level));
        }
        checkNumber(levels.size());
        return levels;
    }

    private static List<Amount> between(String range, String by) {
        String[] ends = range.split("\\.\\.", 2);
        double low = percent(ends[0]);
        double high = percent(ends[ends.length - 1]);
        double step = percent(by);
        if (low > high) {
            throw new IllegalArgumentException("the first step is above the last: " + range);
        }
        long number = (long) Math.floor((high - low) / step + 1e-9) + 1;
        checkNumber(number);
        List<Amount> levels = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            levels.add(new Amount.LevelPercent(Math.round(1e6 * (low + i * step)) / 1e6));
        }
        return levels;
    }

    private static double percent(String text) {
        if (Amount.parseLevel(text) instanceof Amount.LevelPercent level) {
            return level.percent();
        }
        throw new IllegalArgumentException("`" + text + "` is not a percentage, as 70% is");
    }

    private static void checkNumber(long steps) {
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "more than " + MOST_STEPS + " steps; write them into a file, for `trace FILE`");
        }
    }

    private static Shape wave(String text) {
        Matcher words =
                match("wave LOW..HIGH period TIME", "(\\S+?)\\.\\.(\\S+) period (\\S+)", text);
        return new Shape.Wave(
                Amount.parseLevel(words.group(1)),
                Amount.parseLevel(words.group(2)),
                time(words.group(3)));
    }

    private static Shape spike(String text) {
        Matcher words =
                match(
                        "spike +SIZE for TIME every TIME",
                        "\\+?(\\S+) for (\\S+) every (\\S+)",
                        text);
        return new Shape.Spike(
                ByteSize.parse(words.group(1)), time(words.group(2)), time(words.group(3)));
    }

    private static Duration time(String text) {
        return Durations.parse(text);
    }

    private static Matcher match(String form, String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text.strip().replaceAll("\\s+", " "));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("the shape is written `" + form + "`");
        }
        return matcher;
    }
}
