package dev.ballast.launcher.load;

import dev.ballast.agent.page.LoadKind;
import dev.ballast.launcher.quantity.ByteRate;
import dev.ballast.launcher.quantity.ByteSize;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * So much of one kind of pressure.
 *
 * @param amount in the unit of the kind; in percent of the heap that objects can stay in where
 *     {@code isPercent}
 */
public record LoadSpec(LoadKind kind, double amount, boolean isPercent) {
    /** Above it hardly anything but collections runs, whatever the collector. */
    private static final double HIGHEST_PERCENT = 97;

    /** More than any host allows (kernel.pid_max). */
    private static final int MOST_THREADS = 4_194_304;

    /** As long as it keeps this near to what is wanted it is held. */
    private static final double HELD_WITHIN_PERCENT = 2;

    /** A collection comes when it comes, and what is in use after it moves with the application. */
    private static final double HEAP_HELD_WITHIN_PERCENT = 5;

    /** A pause of the collector is not made up for. */
    private static final double CHURN_HELD_WITHIN_PERCENT = 10;

    /** What one generated class takes. */
    private static final long METASPACE_STEP_BYTES = 128 << 10;

    public LoadSpec {
        if (isPercent && kind != LoadKind.HEAP) {
            throw new IllegalArgumentException(name(kind) + " is not said in percent");
        }
        if (!(amount > 0)) {
            throw new IllegalArgumentException(name(kind) + " must be more than 0");
        }
        if (isPercent && amount > HIGHEST_PERCENT) {
            throw new IllegalArgumentException("heap: at most " + HIGHEST_PERCENT + "%");
        }
        if (kind == LoadKind.THREADS && amount > MOST_THREADS) {
            throw new IllegalArgumentException("threads: at most " + MOST_THREADS);
        }
    }

    /**
     * {@code heap=70%}, {@code heap=512MiB}, {@code churn=50MiB/s}, {@code metaspace=64MiB}, {@code
     * threads=200}.
     *
     * @param amount what is behind the {@code =}
     * @return none when there is no such kind
     * @throws IllegalArgumentException saying what is wrong with the amount
     */
    public static Optional<LoadSpec> parse(String kind, String amount) {
        return Stream.of(LoadKind.values())
                .filter(known -> name(known).equals(kind))
                .map(known -> parse(known, amount))
                .findFirst();
    }

    private static LoadSpec parse(LoadKind kind, String amount) {
        return switch (kind) {
            case HEAP ->
                    amount.endsWith("%")
                            ? new LoadSpec(kind, percent(amount), true)
                            : new LoadSpec(kind, ByteSize.parse(amount).bytes(), false);
            case CHURN -> new LoadSpec(kind, ByteRate.parse(amount).perSecond().bytes(), false);
            case METASPACE -> new LoadSpec(kind, ByteSize.parse(amount).bytes(), false);
            case THREADS -> new LoadSpec(kind, count(amount), false);
        };
    }

    private static double percent(String text) {
        String number = text.substring(0, text.length() - 1).strip();
        if (!number.matches("\\d{1,3}(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException(
                    "`" + text + "` is not a percentage; write for example 70%");
        }
        return Double.parseDouble(number);
    }

    private static int count(String text) {
        if (!text.matches("\\d{1,8}")) {
            throw new IllegalArgumentException(
                    "`" + text + "` is not a number of threads; write for example 200");
        }
        return Integer.parseInt(text);
    }

    /**
     * In the unit of the kind.
     *
     * @param room that a share is a share of
     */
    public long wanted(long room) {
        return isPercent ? new ByteSize(room).percent(amount).bytes() : (long) amount;
    }

    /** How far off it may be and still counts as held. */
    public long tolerance(long room) {
        long wanted = wanted(room);
        return switch (kind) {
            case HEAP -> new ByteSize(room).percent(HEAP_HELD_WITHIN_PERCENT).bytes();
            case CHURN -> (long) (wanted * CHURN_HELD_WITHIN_PERCENT / 100);
            case METASPACE ->
                    Math.max(METASPACE_STEP_BYTES, (long) (wanted * HELD_WITHIN_PERCENT / 100));
            case THREADS -> 0;
        };
    }

    /** An amount of this kind, for people. */
    public String words(long amount) {
        return switch (kind) {
            case HEAP, METASPACE -> new ByteSize(amount).toString();
            case CHURN -> new ByteSize(amount) + "/s";
            case THREADS -> Long.toString(amount);
        };
    }

    /** {@code heap}. */
    public String name() {
        return name(kind);
    }

    private static String name(LoadKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** As it is typed: {@code --area heap=70%}. */
    public String option() {
        return "--area " + value();
    }

    /** {@code heap=70%}. */
    public String value() {
        return name()
                + "="
                + (isPercent
                        ? (amount == Math.rint(amount)
                                        ? Long.toString((long) amount)
                                        : Double.toString(amount))
                                + "%"
                        : words((long) amount).replace(" ", ""));
    }

    /** What is held, for people. */
    public String meaning() {
        return switch (kind) {
            case HEAP -> "of the heap in use after a collection";
            case CHURN -> "of garbage";
            case METASPACE -> "of generated classes";
            case THREADS -> "parked threads";
        };
    }

    @Override
    public String toString() {
        return option();
    }
}
