package dev.ballast.launcher.probe;

import dev.ballast.launcher.quantity.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One probe as it was asked for.
 *
 * @param name that no other probe of the run has
 * @param place where it looks from
 * @param timeout of one look
 * @param interval from the beginning of one look to that of the next
 * @param retries how many further looks a failed one gets before it counts
 * @param weight in the score
 */
public record ProbeSpec(
        String name,
        Subject subject,
        List<Comparison> checks,
        Place place,
        Mode mode,
        Duration timeout,
        Duration interval,
        int retries,
        double weight) {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_RETRIES = 100;

    /** The settings of a probe that says nothing of them. */
    private static final List<String> USUAL = new Builder("cmd:true").build(1).settings();

    public ProbeSpec {
        checks = List.copyOf(checks);
    }

    /**
     * The value of one {@code --probe}: what it looks at, then checks and settings.
     *
     * @param number of it in the command line, for one without a name
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static ProbeSpec parse(String text, int number) {
        List<String> words = Words.of(text);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a probe needs something to look at");
        }
        Builder builder = new Builder(words.get(0));
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (Comparison.isWritten(word) || equals < 0) {
                builder.check(word);
            } else {
                builder.set(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return builder.build(number);
    }

    /** As a value of {@code --probe}: {@link #parse} makes the same probe of it. */
    public String text() {
        List<String> words = new ArrayList<>(List.of(subject.words()));
        words.addAll(checkWords());
        words.add("name=" + name);
        settings().stream().filter(setting -> !USUAL.contains(setting)).forEach(words::add);
        return Words.text(words);
    }

    private List<String> settings() {
        return List.of(
                "in=" + place.words(),
                "mode=" + mode.words(),
                "timeout=" + Durations.text(timeout),
                "interval=" + Durations.text(interval),
                "retries=" + retries,
                "weight=" + BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString());
    }

    /** The checks that each look is judged by. */
    List<Comparison> checksOfLook() {
        return checks.stream().filter(check -> !check.metric().isOfPhase()).toList();
    }

    /** The checks that all looks of a phase are judged by together. */
    List<Comparison> checksOfPhase() {
        return checks.stream().filter(check -> check.metric().isOfPhase()).toList();
    }

    /** Whether looks without an answer are counted instead of being failures. */
    boolean countsErrors() {
        return checks.stream().anyMatch(check -> check.metric().name().equals(Metric.ERRORS));
    }

    /** For people: {@code status==200}. */
    public List<String> checkWords() {
        return checks.stream().map(Comparison::words).toList();
    }

    /** What a probe is made of, piece by piece, so that each one's mistake can be placed. */
    public static final class Builder {
        /** What can be set. */
        public static final List<String> SETTINGS =
                List.of("name", "in", "mode", "timeout", "interval", "retries", "weight");

        private final Subject subject;
        private final List<Comparison> checks = new ArrayList<>();
        private Optional<String> name = Optional.empty();
        private Place place = Place.HOST;
        private Mode mode = Mode.CONTINUOUS;
        private Duration timeout = Duration.ofSeconds(2);
        private Duration interval = Duration.ofSeconds(1);
        private int retries;
        private double weight = 1;

        /**
         * @throws IllegalArgumentException saying what is wrong with it
         */
        public Builder(String subject) {
            this.subject = Subject.parse(subject);
        }

        /**
         * @throws IllegalArgumentException saying what is wrong with it
         */
        public void check(String text) {
            checks.add(Comparison.parse(text, subject));
        }

        /**
         * @throws IllegalArgumentException saying what is wrong with it
         */
        public void set(String key, String value) {
            switch (key) {
                case "name" -> name = Optional.of(checkedName(value));
                case "in" -> place = place(value);
                case "mode" -> mode = Mode.parse(value);
                case "timeout" -> timeout = time(key, value);
                case "interval" -> interval = time(key, value);
                case "retries" -> retries = (int) number(key, value, MOST_RETRIES);
                case "weight" -> weight = number(key, value, 1000);
                default ->
                        throw new IllegalArgumentException(
                                "`"
                                        + key
                                        + "` is no setting of a probe; there are "
                                        + String.join(", ", SETTINGS));
            }
        }

        private Place place(String value) {
            if (!subject.kind().hasPlace()) {
                throw new IllegalArgumentException(
                        "a "
                                + subject.kind().words()
                                + " probe always looks from the host: leave out `in`");
            }
            return Arrays.stream(Place.values())
                    .filter(place -> place.words().equals(value))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "`in` is host or container, not " + value));
        }

        private static String checkedName(String value) {
            if (!value.matches("[A-Za-z0-9][A-Za-z0-9._ -]{0,59}")) {
                throw new IllegalArgumentException(
                        "a probe's name has 1 to 60 letters, digits, dots, dashes and spaces, not `"
                                + value
                                + "`");
            }
            return value;
        }

        private static Duration time(String key, String value) {
            Duration time = Durations.parse(value);
            if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "`" + key + "` is from 10 ms to 1 h, not " + value);
            }
            return time;
        }

        private static double number(String key, String value, int most) {
            if (!value.matches("\\d{1,4}(\\.\\d{1,3})?") || Double.parseDouble(value) > most) {
                throw new IllegalArgumentException(
                        "`" + key + "` is a number up to " + most + ", not `" + value + "`");
            }
            return Double.parseDouble(value);
        }

        /**
         * @param number of it, for one without a name
         * @throws IllegalArgumentException when something is missing
         */
        public ProbeSpec build(int number) {
            if (checks.isEmpty()) {
                check(
                        subject.kind()
                                .usualCheck()
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "a "
                                                                + subject.kind().words()
                                                                + " probe needs a check; write for"
                                                                + " example "
                                                                + subject.kind().example())));
            }
            return new ProbeSpec(
                    name.orElse(subject.kind().words() + "-" + number),
                    subject,
                    checks,
                    place,
                    mode,
                    timeout,
                    interval,
                    retries,
                    weight);
        }
    }
}
