package dev.ballast.launcher.probe;

import dev.ballast.launcher.quantity.Unit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One check: {@code status==200}, {@code p99<250ms}, {@code body~"UP"}.
 *
 * @param key under which an answer has the value
 * @param unit of the number; none when texts are compared
 */
record Comparison(
        Metric metric,
        String key,
        Operator operator,
        Optional<Unit> unit,
        double number,
        String text,
        Optional<Pattern> pattern) {
    private static final Pattern WRITTEN =
            Pattern.compile("([a-z0-9-]+)(==|!=|<=|>=|!~|<|>|~)(.+)", Pattern.DOTALL);

    /** A regular expression's parser goes some calls deeper for each of its brackets. */
    private static final int LONGEST = 1000;

    /** How two values are compared. */
    enum Operator {
        EQUAL("=="),
        NOT_EQUAL("!="),
        AT_MOST("<="),
        AT_LEAST(">="),
        BELOW("<"),
        ABOVE(">"),
        CONTAINS("~"),
        CONTAINS_NOT("!~");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        private static Operator of(String sign) {
            for (Operator operator : values()) {
                if (operator.sign.equals(sign)) {
                    return operator;
                }
            }
            throw new IllegalArgumentException("`" + sign + "` compares nothing");
        }

        private boolean isForText() {
            return this == EQUAL || this == NOT_EQUAL || this == CONTAINS || this == CONTAINS_NOT;
        }

        private boolean isForNumbers() {
            return this != CONTAINS && this != CONTAINS_NOT;
        }
    }

    /** Whether it is one at all, and not a setting. */
    static boolean isWritten(String word) {
        return WRITTEN.matcher(word).matches();
    }

    /**
     * @throws IllegalArgumentException saying what is wrong with it, and what can be compared
     */
    static Comparison parse(String word, Subject subject) {
        if (word.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a check has at most "
                            + LONGEST
                            + " characters, not the "
                            + word.length()
                            + " of "
                            + word.substring(0, 40)
                            + "...");
        }
        Matcher written = WRITTEN.matcher(word);
        if (!written.matches()) {
            throw new IllegalArgumentException(
                    "`" + word + "` is not a check; write for example " + subject.kind().example());
        }
        Metric metric =
                subject.kind()
                        .metric(written.group(1))
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "`"
                                                        + word
                                                        + "`: "
                                                        + subject.kind().words()
                                                        + " probes know "
                                                        + subject.kind().metricNames()
                                                        + ", not "
                                                        + written.group(1)));
        Operator operator = Operator.of(written.group(2));
        try {
            return metric.isText()
                    ? ofText(metric, operator, written.group(3))
                    : ofNumber(metric, operator, written.group(3));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "`" + word + "`: not a regular expression: " + wrong.getDescription());
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("`" + word + "`: " + wrong.getMessage());
        }
    }

    private static Comparison ofText(Metric metric, Operator operator, String text) {
        if (!operator.isForText()) {
            throw new IllegalArgumentException(
                    metric.name() + " is a text; compare it with ==, !=, ~ or !~");
        }
        Optional<Pattern> pattern =
                operator.isForNumbers() ? Optional.empty() : Optional.of(Pattern.compile(text));
        return new Comparison(
                metric, metric.name(), operator, Optional.empty(), Double.NaN, text, pattern);
    }

    private static Comparison ofNumber(Metric metric, Operator operator, String text) {
        if (!operator.isForNumbers()) {
            throw new IllegalArgumentException(metric.name() + " is a number; ~ is for texts");
        }
        boolean isShare = text.endsWith("%") && metric.units().size() > 1;
        Unit unit = isShare ? Unit.PERCENT : metric.units().get(0);
        return new Comparison(
                metric,
                isShare ? metric.name() + Metric.SHARE : metric.name(),
                operator,
                Optional.of(unit),
                unit.parse(text),
                text,
                Optional.empty());
    }

    boolean holds(double value) {
        return switch (operator) {
            case EQUAL -> value == number;
            case NOT_EQUAL -> value != number;
            case AT_MOST -> value <= number;
            case AT_LEAST -> value >= number;
            case BELOW -> value < number;
            case ABOVE -> value > number;
            default -> throw new IllegalStateException("a number is compared by " + operator);
        };
    }

    boolean holds(String value) {
        return switch (operator) {
            case EQUAL -> value.strip().equals(text);
            case NOT_EQUAL -> !value.strip().equals(text);
            case CONTAINS -> pattern.orElseThrow().matcher(value).find();
            case CONTAINS_NOT -> !pattern.orElseThrow().matcher(value).find();
            default -> throw new IllegalStateException("a text is compared by " + operator);
        };
    }

    /** What is to be said of a value that does not fit. */
    String findingOf(double value) {
        return metric.name() + " " + unit.orElseThrow().words(value) + ", expected " + words();
    }

    /** As it was written. */
    String words() {
        return metric.name() + operator.sign + text;
    }
}
