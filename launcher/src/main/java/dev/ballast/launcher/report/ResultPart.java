package dev.ballast.launcher.report;

import dev.ballast.launcher.proc.UntrustedText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One object of a result as JSON has it. What is missing, null or of another kind than asked for is
 * absent. Texts come without control characters and direction marks, and not without end: names,
 * failures and commands in them are the target's.
 */
record ResultPart(Map<?, ?> fields) {
    private static final int LONGEST_TEXT = 2000;

    static ResultPart of(Object value) {
        return new ResultPart(value instanceof Map<?, ?> fields ? fields : Map.of());
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    ResultPart part(String name) {
        return of(fields.get(name));
    }

    List<ResultPart> parts(String name) {
        return items(name).filter(Map.class::isInstance).map(ResultPart::of).toList();
    }

    /** Nothing for a blank text. */
    Optional<String> text(String name) {
        return fields.get(name) instanceof String text
                ? Optional.of(printable(text)).filter(shown -> !shown.isBlank())
                : Optional.empty();
    }

    List<String> texts(String name) {
        return items(name)
                .filter(String.class::isInstance)
                .map(text -> printable((String) text))
                .filter(shown -> !shown.isBlank())
                .toList();
    }

    /** As they were given: only for what is escaped in another way. */
    List<String> rawTexts(String name) {
        return items(name).filter(String.class::isInstance).map(String.class::cast).toList();
    }

    /** Finite ones only. */
    OptionalDouble number(String name) {
        return number(fields.get(name));
    }

    /** A number in words, or nothing. */
    Optional<String> number(String name, Function<Double, String> words) {
        OptionalDouble number = number(name);
        return number.isPresent()
                ? Optional.of(words.apply(number.getAsDouble()))
                : Optional.empty();
    }

    /** A count; nothing for one below 0. */
    Optional<Long> count(String name) {
        OptionalDouble number = number(name);
        return number.isPresent() && number.getAsDouble() >= 0
                ? Optional.of((long) number.getAsDouble())
                : Optional.empty();
    }

    Optional<Boolean> flag(String name) {
        return fields.get(name) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    /** One for each element of the list; NaN where it is not a number. */
    double[] numbers(String name) {
        return items(name).mapToDouble(value -> number(value).orElse(Double.NaN)).toArray();
    }

    private Stream<?> items(String name) {
        return fields.get(name) instanceof List<?> list ? list.stream() : Stream.empty();
    }

    private static OptionalDouble number(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue())
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    private static String printable(String text) {
        String shown =
                text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "..." : text;
        return UntrustedText.withoutControls(shown).strip();
    }
}
